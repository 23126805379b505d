"""The nouns that say what a person is: offices, trades and kinds of people, in families that stand for one another.

Written by hand from general knowledge of English news. A word may belong to several families.
"""

from __future__ import annotations

from functools import lru_cache

from onrecord.extraction.people.word_set import word_set
from onrecord.text.folding import fold

# Words of one family may point to the same person: `Sen. Lee` is later `the lawmaker`.
_FAMILIES: dict[str, frozenset[str]] = {
    "senator": word_set("sen sens senator senators lawmaker legislator politician congressman republican democrat"),
    "representative": word_set(
        "rep reps representative congressman congresswoman congressperson lawmaker legislator politician republican "
        "democrat assemblyman assemblywoman"
    ),
    "governor": word_set("gov govs governor politician republican democrat"),
    "mayor": word_set("mayor politician"),
    "leader": word_set(
        "head chief leader chairman chairwoman chair chairperson president director boss ceo executive commander "
        "general secretary-general founder co-founder cofounder dean principal superintendent commissioner premier "
        "chancellor whip speaker king queen emperor dictator strongman ruler captain"
    ),
    "president": word_set("president pres potus commander-in-chief"),
    "vice president": word_set("vice-president veep"),
    "minister": word_set("secretary minister official diplomat undersecretary subsecretary premier chancellor"),
    "diplomat": word_set("ambassador envoy diplomat representative negotiator consul attache official emissary"),
    "official": word_set(
        "official officer administrator bureaucrat commissioner inspector regulator clerk registrar treasurer "
        "comptroller auditor councilman councilwoman councillor councilor councilmember alderman supervisor delegate "
        "trustee selectman ombudsman"
    ),
    "candidate": word_set(
        "nominee candidate contender hopeful front-runner frontrunner standard-bearer challenger rival opponent "
        "runner-up politician republican democrat libertarian socialist independent incumbent"
    ),
    "business": word_set(
        "mogul businessman businesswoman billionaire millionaire tycoon developer magnate entrepreneur investor "
        "executive financier banker trader owner industrialist ceo manager shareholder landlord broker"
    ),
    "soldier": word_set(
        "gen general adm admiral col colonel maj major capt captain lt lieutenant sgt sergeant cmdr commander cpl "
        "corporal soldier veteran marine officer pilot airman sailor brigadier marshal"
    ),
    "judge": word_set("judge justice jurist magistrate"),
    "lawyer": word_set("attorney lawyer counsel prosecutor solicitor barrister litigator advocate"),
    "scholar": word_set(
        "professor prof dr scholar economist expert analyst academic scientist historian researcher lecturer fellow "
        "sociologist psychologist statistician philosopher specialist pollster demographer biologist physicist "
        "climatologist epidemiologist criminologist theologian dean provost author"
    ),
    "journalist": word_set(
        "reporter journalist correspondent anchor anchorwoman anchorman host hostess columnist editor moderator "
        "commentator author writer blogger publisher presenter broadcaster pundit contributor critic cartoonist "
        "photographer interviewer producer novelist essayist poet playwright biographer"
    ),
    "doctor": word_set("dr doctor physician surgeon neurosurgeon psychiatrist psychologist dentist nurse pediatrician"),
    "cleric": word_set(
        "rev reverend pastor preacher bishop archbishop pope pontiff priest cardinal imam rabbi evangelist ayatollah "
        "monk nun minister"
    ),
    "police": word_set(
        "sheriff policeman policewoman officer detective sgt lt lieutenant sergeant trooper deputy constable agent "
        "investigator inspector marshal warden ranger"
    ),
    "spokesperson": word_set("spokesman spokeswoman spokesperson secretary official representative flack surrogate"),
    "adviser": word_set(
        "adviser advisor aide strategist consultant manager operative staffer assistant confidant confidante lobbyist "
        "fundraiser speechwriter organizer organiser coordinator counselor counsellor surrogate ally"
    ),
    "artist": word_set(
        "actor actress comedian comedienne comic singer rapper star musician filmmaker director artist painter model "
        "entertainer songwriter performer dancer celebrity screenwriter showman designer"
    ),
    "athlete": word_set("athlete player quarterback coach boxer golfer striker footballer swimmer wrestler"),
    "activist": word_set(
        "activist protester demonstrator campaigner dissident organizer volunteer whistleblower reformer feminist "
        "environmentalist"
    ),
    "worker": word_set(
        "worker teacher farmer engineer technician driver carpenter plumber electrician firefighter student retiree "
        "waitress waiter bartender mechanic miner trucker accountant librarian therapist contractor rancher shopkeeper "
        "employee employer salesman saleswoman programmer architect intern graduate freshman sophomore junior"
    ),
    "voter": word_set("voter supporter delegate resident citizen native tourist immigrant refugee migrant constituent"),
    "accused": word_set(
        "suspect defendant gunman shooter attacker plaintiff witness victim accuser survivor prisoner convict fugitive"
    ),
    "family": word_set(
        "mother father wife husband son daughter brother sister widow widower grandmother grandfather uncle aunt niece "
        "nephew cousin spouse partner fiance fiancee girlfriend boyfriend friend neighbor neighbour colleague parent "
        "grandson granddaughter stepson stepdaughter mom dad twin"
    ),
    "person": word_set(
        "man woman boy girl teenager teen gentleman lady person guy youth year-old mate patriarch matriarch prince "
        "princess duke duchess heir socialite philanthropist intellectual conservative liberal moderate progressive "
        "pioneer legend icon hero counterpart member"
    ),
}  # fmt: skip
_FAMILIES_OF: dict[str, tuple[str, ...]] = {}
for _family, _members in _FAMILIES.items():
    for _word in _members:
        _FAMILIES_OF[_word] = (*_FAMILIES_OF.get(_word, ()), _family)

# Written before a name with a full stop or always in capitals; they are said as the word they stand for.
HONORIFICS = word_set("mr mrs ms miss mx messrs sir dame lord lady madam mme mlle sheikh")
_TITLE_ABBREVIATIONS = word_set(
    "sen sens rep reps gov govs gen adm col maj capt lt sgt cmdr cpl dr prof rev pres atty supt pfc brig"
)
_FEMALE_NOUNS = word_set(
    """
    actress congresswoman chairwoman spokeswoman businesswoman councilwoman policewoman mother wife daughter sister
    widow grandmother aunt niece woman girl lady queen princess duchess mom mrs ms miss nun hostess waitress heroine
    fiancee girlfriend anchorwoman saleswoman assemblywoman dame madam comedienne matriarch granddaughter
    stepdaughter baroness empress
    """
)
_MALE_NOUNS = word_set(
    """
    congressman chairman spokesman businessman councilman policeman father husband son brother widower grandfather
    uncle nephew man boy gentleman king prince duke dad mr fiance boyfriend anchorman salesman assemblyman alderman
    pope priest patriarch grandson stepson guy showman pontiff emperor monk
    """
)
# Lower-case words that stand inside a role before its noun: `former deputy campaign manager`.
ROLE_MODIFIERS = word_set(
    """
    acting active adjunct administration anti-corruption assistant associate attorney award-winning ballot bank best
    board budget business cabinet campaign celebrity chief civil climate co-chief college communications community
    company conservative constitutional county criminal current defeated defense defence democratic deputy
    diplomatic digital district economic economics education election energy environmental executive ex-cia external
    federal field finance financial first fellow foreign former freshman future general global government
    gubernatorial health high high-ranking human immigration incoming independent intelligence interim international
    investment junior labor labour late law lead leading legal liberal local longtime long-time lower managing
    majority marketing media medical military minority national new news newly-elected nuclear opposition outgoing
    party permanent personal police policy political presidential presumptive press prime principal private
    progressive property public real estate regional reigning research retired rights rival running school science
    second security senior special staff state student tax tea technology television then third top trade traffic
    transition tv two-term union university veteran vice vice-presidential white-collar world longest-serving
    ranking sitting art baseball basketball biology car chemistry church coal comedy computer country crime drug
    family farm fashion folk food football gas gun hip-hop history housing insurance jazz math maths movie-studio
    music oil opera physics play pop radio rock sales service soccer social software sports stock studio talk talk-
    show trial war youth wine newspaper magazine morning evening mortgage grassroots self-described self-made state-
    run would-be onetime one-time ex hedge fund reality film movie
    """
)
STATES: dict[str, str] = {
    "alabama": "ala", "alaska": "alaska", "arizona": "ariz", "arkansas": "ark", "california": "calif",
    "colorado": "colo", "connecticut": "conn", "delaware": "del", "florida": "fla", "georgia": "ga",
    "hawaii": "hawaii", "idaho": "idaho", "illinois": "ill", "indiana": "ind", "iowa": "iowa", "kansas": "kan",
    "kentucky": "ky", "louisiana": "la", "maine": "maine", "maryland": "md", "massachusetts": "mass",
    "michigan": "mich", "minnesota": "minn", "mississippi": "miss", "missouri": "mo", "montana": "mont",
    "nebraska": "neb", "nevada": "nev", "ohio": "ohio", "oklahoma": "okla", "oregon": "ore", "pennsylvania": "pa",
    "tennessee": "tenn", "texas": "texas", "utah": "utah", "vermont": "vt", "virginia": "va", "washington": "wash",
    "wisconsin": "wis", "wyoming": "wyo",
}  # fmt: skip
NATIONS = word_set(
    """
    us u.s american british uk french german russian chinese japanese italian spanish polish ukrainian turkish
    iranian iraqi israeli palestinian syrian saudi egyptian indian pakistani afghan korean mexican canadian
    australian brazilian dutch belgian swedish norwegian danish finnish greek hungarian czech slovak austrian swiss
    portuguese irish scottish welsh english european african asian kenyan nigerian ethiopian cuban venezuelan
    colombian argentine chilean indonesian philippine filipino thai vietnamese malaysian georgian belarusian
    romanian bulgarian serbian croatian lithuanian latvian estonian jordanian lebanese qatari emirati libyan
    tunisian moroccan algerian sudanese somali ghanaian ugandan rwandan congolese zimbabwean
    """
)


def _stem(word: str) -> str:
    """The folded word without a possessive ending or a full stop; the last part of a hyphenated trade."""
    word = fold(word).strip(".,;:()\"'")
    return word.removesuffix("'s").rstrip("'")


@lru_cache(maxsize=20_000)
def families(word: str) -> tuple[str, ...]:
    """The families of a noun in the singular, empty when it names no kind of person.

    >>> families("Sen."), families("table")
    (('senator',), ())
    """
    stem = _stem(word)
    found = _FAMILIES_OF.get(stem)
    if found is None and "-" in stem:
        last = stem.rsplit("-", 1)[-1]
        return ("person",) if stem.endswith("year-old") else _FAMILIES_OF.get(last, ())
    return found or ()


@lru_cache(maxsize=20_000)
def is_title(word: str) -> bool:
    """Whether the word stands before names as a title or an honorific: `Mr.`, `Sen.`, `Gov.`"""
    stem = _stem(word)
    return stem in HONORIFICS or stem in _TITLE_ABBREVIATIONS


@lru_cache(maxsize=20_000)
def gender_of_noun(word: str) -> int:
    """1 for a word only women are called by, -1 for men, 0 otherwise."""
    stem = _stem(word)
    return (stem in _FEMALE_NOUNS) - (stem in _MALE_NOUNS)
