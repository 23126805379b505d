"""The words that say someone said something, and the small words that show how a sentence hangs together.

Word lists from general knowledge of English news prose; each verb stands for all its regular forms.
"""

from __future__ import annotations


def listed(words: str) -> frozenset[str]:
    """The words of a list written as one text."""
    return frozenset(words.split())


class Word:
    """What a word can be, as bits, because it can be several things; integers, for enum flags are ten times slower."""

    PAST = 1
    THIRD = 2
    BASE = 4
    ING = 8
    # Verbs that take a quotation or a clause on either side (`said`), and those that only take an object behind.
    SPEECH = 16
    STANCE = 32
    # The one spoken to stands between verb and content: `told reporters that`.
    TELLS = 64
    # The content is subject and complement together: `Lee seems likely to win`.
    SEEMS = 128
    BE = 256
    AUXILIARY = 512
    ADVERB = 1024
    PREPOSITION = 2048
    DETERMINER = 4096
    PRONOUN = 8192
    SUBORDINATOR = 16384
    COORDINATOR = 32768
    TIME = 65536
    LISTENER = 131072
    RELATIVE = 262144
    # Also a noun (`claims`, `reports`): a determiner before it makes it one.
    NOUN = 524288
    MEDIUM = 1048576
    # Speech only before a clause or a quotation: `continued, "…"`, not `continued to rise`.
    HALF = 2097152


VERB = Word.PAST | Word.THIRD | Word.BASE | Word.ING

_SPEECH = """
acknowledge add admit affirm allege announce answer argue ask assert assure attest aver boast caution chide claim
clarify comment complain concede conclude confess confirm contend continue counter cry declare disclose echo
elaborate emphasise emphasize exclaim explain forecast grumble guess implore imply indicate inform insist interject
intone jest joke lament laugh maintain marvel mention muse mutter note object observe opine plead pledge predict
proclaim promise pronounce proffer protest quip reason reassert recall recount reflect reiterate rejoin remark
remember remind repeat reply report respond retort reveal scoff shout shrug sigh signal snap speculate state
stipulate stress suggest surmise testify theorize thunder tweet underline underscore urge venture volunteer vow
warn whisper wonder yell scream chant text quip post retweet email advise chant joke telegraph
"""
_TELLS = "assure inform remind warn advise reassure notify ask"
_STANCE = """
accuse admonish advocate anticipate applaud approve assail assess assume bash bemoan berate
blame blast castigate challenge champion characterize charge cite commend compare condemn
consider convey credit criticise criticize decide decline decry deem defend demand denounce depict
deride describe detail disavow discuss dismiss dispute disparage doubt downplay embrace encourage endorse envision
estimate excoriate expect explore expose express fault favor favour flag float fret hail hint highlight hope
identify ignore indict instruct intend interpret invoke label laud liken loathe lambaste mock nominate oppose
order outline pan perceive petition pitch portray praise prefer preach press project propose quote rebuff
rebuke rebut recommend refute refuse reject renounce renew request resent ridicule rip salute savage scold
show slam slight summarize support suspect tease thank threaten tout trumpet unveil voice want welcome weigh
worry rail argue agree plan promote lobby assail acknowledge reaffirm reconsider signal hammer joke
disagree apologize fear regret call view criticize believe question claim decline
"""
# Past, third person, base, -ing of verbs that do not follow the rules, with what they are.
_IRREGULAR = {
    "speech": """
        said says say saying|wrote writes write writing|noted notes note noting|swore swears swear swearing
    """,
    "tells": "told tells tell telling",
    "stance": """
        thought thinks think thinking|knew knows know knowing|felt feels feel feeling|saw sees see seeing|
        found finds find finding|foresaw foresees foresee foreseeing|sought seeks seek seeking|
        understood understands understand understanding|upheld upholds uphold upholding|
        forbade forbids forbid forbidding|denied denies deny denying|replied replies reply replying|
        decried decries decry decrying|learned learns learn learning
    """,
}
_SEEMS = "seem appear"
_HALF = """
continue maintain feel learn decide reason reflect find see know venture add state answer guess emphasize
respond shout signal sign consider embrace compare reply hint
"""
# Third-person and base forms that are at least as often nouns.
_NOUNS = listed("""
    answer answers attack attacks back backs blame call calls cast casts cause challenge challenges champion
    champions charge charges claim claims comment comments concern concerns counter counters cover covers credit
    credits cry cries debate debates demand demands detail details doubt doubts echo echoes email emails estimate
    estimates favor favors fear fears flag flags forecast forecasts guess hail hint hints hope hopes indict joke
    jokes label labels lament laments laugh laughs mention name names note notes object objects order orders
    pan pans pitch pitches plan plans plead pledge pledges post posts praise press project projects promise promises
    protest protests question questions quip quips quote quotes rail rails reason reasons rebuke rebukes recall
    remark remarks reply replies report reports request requests retweet retweets rip second shout shouts show shows
    shrug sigh sighs signal signals snap sound sounds state states stress support supports suspect suspects tease
    thunder tout tweet tweets view views voice voices volunteer volunteers vote votes vow vows warning weigh welcome
    wonder wonders worry worries yell feeling finding findings meaning thinking slam slams
    """)
# Particles that belong to the verb before them.
_PARTICLES = {
    "for": "call push press advocate argue speak plead vote ask",
    "on": "call comment elaborate focus press insist agree go",
    "to": "refer point respond object reply allude testify",
    "out": "point call lash speak lay",
    "about": "talk speak ask complain joke worry think know boast wonder tweet speculate brag warn write comment say",
    "against": "argue rail speak warn advise",
    "of": "speak accuse say warn complain approve think boast",
    "with": "agree disagree",
    "back": "push fire shoot hit",
    "at": "hint scoff laugh lash rail",
    "in": "believe chime",
    "it": "put",
    "up": "sum",
}
_PHRASAL = {
    "push": "pushed pushes push pushing",
    "speak": "spoke speaks speak speaking",
    "put": "put puts put putting",
    "go": "went goes go going",
    "point": "pointed points point pointing",
    "refer": "referred refers refer referring",
    "talk": "talked talks talk talking",
    "focus": "focused focuses focus focusing",
    "allude": "alluded alludes allude alluding",
    "lash": "lashed lashes lash lashing",
    "fire": "fired fires fire firing",
    "shoot": "shot shoots shoot shooting",
    "hit": "hit hits hit hitting",
    "chime": "chimed chimes chime chiming",
    "lay": "laid lays lay laying",
    "brag": "bragged brags brag bragging",
    "sum": "summed sums sum summing",
}

# `issued a warning`, `made the claim`: the noun makes the verb a cue.
ISSUING = listed("""
issued issues issue issuing made makes make making gave gives give giving released releases release releasing sent
offered voiced delivered repeated raised expressed
""")
ISSUED = listed("""
warning warnings statement statements call appeal apology threat threats promise pledge denial claim claims
accusation accusations allegation allegations demand demands complaint comment comments remark remarks announcement
declaration case argument concern concerns doubts hope observation point prediction
""")

_SMALL: dict[int, str] = {
    Word.BE: "is are was were be been being am",
    Word.AUXILIARY: """
        has have had having will would can could may might must should shall did does do 'd 'll 've cannot
        hasn't haven't hadn't won't wouldn't can't couldn't shouldn't didn't doesn't don't not never
    """,
    Word.ADVERB: """
        also then later again once recently repeatedly often now still already just even ever only always
        publicly privately quickly previously initially openly clearly simply flatly strongly reportedly
        frequently regularly consistently specifically immediately essentially basically merely effectively
        subsequently eventually finally further famously long explicitly forcefully firmly bluntly sharply
        directly first himself herself themselves itself rightly wrongly falsely correctly additionally
        angrily jokingly explicitly
    """,
    Word.PREPOSITION: """
        of in on at by for from with about after before during against among between into onto over under through
        throughout toward towards upon via within without despite like than near off across along around behind
        beyond outside inside since until till per regarding concerning including amid following to as
    """,
    Word.DETERMINER: """
        the a an this that these those his her its their our my your some any many most several all both each every
        no another other few one two three four five six seven eight nine ten such what which whose
    """,
    Word.PRONOUN: "he she they it we i you who",
    Word.SUBORDINATOR: """
        that because when while if although though whereas unless since after before as whether where why how once
        until what so than
    """,
    Word.COORDINATOR: "and but or nor yet plus",
    Word.TIME: """
        monday tuesday wednesday thursday friday saturday sunday yesterday today tonight tomorrow january february
        march april june july august september october november december earlier later afterward afterwards
    """,
    Word.LISTENER: """
        reporters supporters voters them him her us me you journalists lawmakers people everyone attendees viewers
        listeners delegates students investors colleagues donors aides officials readers audiences followers fans
    """,
    Word.RELATIVE: "who which that whose whom",
    Word.MEDIUM: """
        statement interview interviews speech email e-mail tweet tweets letter report telephone phone call conference
        post op-ed memo message news briefing release video remarks column article essay book blog filing press
        appearance rally editorial television radio statements facebook twitter deposition testimony
    """,
}


def _regular(lemma: str) -> tuple[str, str, str, str]:
    """Past, third person, base and -ing form of a verb that follows the rules of spelling."""
    stem = lemma
    if lemma.endswith("e"):
        stem = lemma[:-1]
        return stem + "ed", lemma + "s", lemma, (stem + "ing" if not lemma.endswith("ee") else lemma + "ing")
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ied", lemma[:-1] + "ies", lemma, lemma + "ing"
    third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s")
    if lemma in _DOUBLED:
        stem = lemma + lemma[-1]
    return stem + "ed", third, lemma, stem + "ing"


_DOUBLED = listed("admit plan refer pan rip quip slam brag sum rebut snap")
_FORMS = (Word.PAST, Word.THIRD, Word.BASE, Word.ING)


def _build() -> tuple[dict[str, int], dict[str, frozenset[str]]]:
    words: dict[str, int] = {}
    particles: dict[str, set[str]] = {}
    lemmas: dict[str, tuple[str, ...]] = {}

    def learn(forms: tuple[str, ...], what: int) -> None:
        for form, kind in zip(forms, _FORMS, strict=True):
            words[form] = words.get(form, 0) | kind | what
        lemmas[forms[2]] = forms

    for name, row in (("speech", _SPEECH), ("stance", _STANCE), ("tells", _TELLS)):
        what = {"speech": Word.SPEECH, "stance": Word.STANCE, "tells": Word.SPEECH | Word.TELLS}[name]
        for lemma in row.split():
            learn(_regular(lemma), what)
        for forms in _IRREGULAR[name].split("|"):
            learn(tuple(forms.split()), what)
    for lemma in _SEEMS.split():
        learn(_regular(lemma), Word.SEEMS)
    for lemma, row in _PHRASAL.items():
        lemmas.setdefault(lemma, tuple(row.split()))
    for particle, row in _PARTICLES.items():
        for lemma in row.split():
            for form in lemmas.get(lemma) or _regular(lemma):
                particles.setdefault(form, set()).add(particle)
    for lemma in _HALF.split():
        for form in lemmas.get(lemma, ()):
            words[form] |= Word.HALF
    for row in _PHRASAL.values():
        # These are cues only together with their particle.
        for form, kind in zip(row.split(), _FORMS, strict=True):
            words.setdefault(form, kind | Word.SPEECH)
    for kind, row in _SMALL.items():
        for word in row.split():
            words[word] = words.get(word, 0) | kind
    for word in _NOUNS & words.keys():
        words[word] |= Word.NOUN
    return words, {form: frozenset(found) for form, found in particles.items()}


# Lower-case word, with straight apostrophes, to what it can be; and verb form to its particles.
WORDS, PARTICLES = _build()
NEEDS_PARTICLE = frozenset(form for row in _PHRASAL.values() for form in row.split())
