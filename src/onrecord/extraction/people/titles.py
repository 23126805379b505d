"""Words that stand before or behind a name and are no part of it: offices, ranks, courtesy, descent, degrees.

All are folded and without points. Written for English news; what is missing costs a title left in a name.
"""

from __future__ import annotations

from onrecord.extraction.people.word_set import word_set

# A word that ends a title: whatever stands before it in a name belongs to the title as well.
HEADS = word_set("""
    mr mrs ms miss mx messrs mister dr doctor prof professor sir dame lord lady madam madame monsieur mme mlle herr frau
    senor senora senorita don dona signor signora shri smt sri ustad maulana mullah imam ayatollah hojatoleslam sheikh
    sheikha shaikh shaykh sayyid hajji emir amir sultan shah rabbi rev reverend father fr sister brother pastor bishop
    archbishop cardinal pope patriarch metropolitan deacon elder saint
    president vicepresident premier minister chancellor governor gov mayor senator sen sens representative rep reps
    congressman congresswoman assemblyman assemblywoman councilman councilwoman councillor councilor councilmember
    alderman delegate del commissioner secretary undersecretary ambassador amb envoy consul attaché attache spokesman
    spokeswoman spokesperson speaker leader whip chair chairman chairwoman chairperson chairlady deputy mp mep mla mna
    msp td pm vp potus flotus king queen prince princess duke duchess earl count countess baron baroness viscount
    emperor empress tsar czar kaiser dictator
    general gen genl lieutenant lt ltc ltg colonel col major maj captain capt cpt sergeant sgt corporal cpl private pvt
    admiral adm rear commodore commander cdr cmdr marshal brigadier brig ensign sheriff constable detective
    inspector superintendent officer trooper chief agent deputy-sheriff
    judge justice magistrate attorney atty prosecutor solicitor counsel barrister lawyer advocate
    director manager ceo cfo coo cto founder cofounder owner executive administrator coordinator adviser advisor aide
    strategist analyst economist historian scientist researcher scholar author writer novelist poet journalist reporter
    correspondent columnist editor anchor host presenter commentator pollster lobbyist activist campaigner organizer
    organiser
    actor actress singer rapper musician composer comedian filmmaker photographer artist coach striker midfielder
    goalkeeper defender candidate nominee lawmaker legislator politician oligarch tycoon billionaire businessman
    businesswoman entrepreneur investor banker trader nurse teacher principal dean rector student farmer
    chancellor-designate minister-designate president-elect mayor-elect governor-elect first-lady boss head
    widow
    """)

# Heads that are family names as well: they end a title only when all before them are title words too.
ALSO_FAMILY_NAMES = word_set("""
    king queen prince pope bishop judge justice dean baron earl duke count knight abbott marshal major sergeant
    constable father brother sister elder deacon cardinal saint chancellor shah amir emir sultan imam sheikh banker
    farmer trader head private general captain chief nurse gen sen del col rev don sayyid rector whip host rear boss
    anchor
    """)

# Heads that are given names as well: before a single word they are taken for one (`Dean Martin`).
ALSO_GIVEN_NAMES = word_set("dean earl major duke judge don sultan shah amir emir rector miss del rear")

# What stands in front of a head, or between two of them.
QUALIFIERS = word_set("""
    deputy vice former ex acting interim incoming outgoing then late first second prime foreign defence defense interior
    finance home health education energy trade economy economic labour labor agriculture justice transport environment
    culture housing planning development press national state federal local regional senior junior assistant associate
    co chief top permanent special high lead under executive managing general attorney district city county
    house senate congressional parliamentary presidential opposition majority minority party campaign communications
    military army navy air force police security intelligence supreme court crown grand honorary emeritus retired
    republican democratic democrat conservative liberal socialist communist independent gop tory green
    us usa uk eu un u.s u.k u.n nato american british english scottish welsh irish canadian mexican brazilian argentine
    chilean colombian venezuelan peruvian cuban french german italian spanish portuguese dutch belgian swiss austrian
    polish czech slovak hungarian romanian bulgarian greek turkish serbian croatian ukrainian russian belarusian
    georgian armenian swedish norwegian danish finnish estonian latvian lithuanian chinese japanese korean indian
    pakistani afghan iranian iraqi syrian israeli palestinian lebanese jordanian egyptian saudi emirati qatari kuwaiti
    libyan tunisian algerian moroccan nigerian kenyan ethiopian ghanaian ugandan rwandan african asian european
    australian indonesian malaysian thai vietnamese filipino philippine bangladeshi nepalese mongolian kazakh uzbek
    north south east west northern southern eastern western central the a an his her their our hon honourable honorable
    """)

# What may follow `of` or `for` behind a head: Secretary of State, Chief of Staff, Minister for Foreign Affairs.
COMPLEMENTS = word_set("""
    state staff defense defence the interior treasury commerce labor labour energy education agriculture transportation
    health human services homeland security veterans affairs foreign internal finance justice culture environment trade
    housing urban development war and council board committee house representatives parliament congress operations
    communications mission police army navy air force intelligence economy economic industry information
    """)

LINKS = word_set("of for to at in and &")

# Behind a name. Descent sets people apart, degrees and letters of membership do not.
DESCENT = {
    "jr": "Jr.",
    "junior": "Jr.",
    "sr": "Sr.",
    "senior": "Sr.",
    "ii": "II",
    "iii": "III",
    "iv": "IV",
    "vi": "VI",
    "vii": "VII",
    "viii": "VIII",
    "xii": "XII",
    "xiv": "XIV",
    "xvi": "XVI",
}
DEGREES = word_set("phd md esq jd mba ba ma msc bsc dds rn cpa kc qc sc obe mbe cbe kbe frs mp mep msp usn ret")
