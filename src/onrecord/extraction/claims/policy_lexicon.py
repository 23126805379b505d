"""The words of policy and the domain each speaks of; written for this library from general knowledge.

A strong word is about policy wherever it stands (`tariff`, `subsidy`); a weak one only beside others or a number
(`state`, `budget airline`). Nouns are given in the singular, plurals are made; phrases are two words.
"""

from __future__ import annotations

from dataclasses import dataclass

STRONG, WEAK = 1.0, 0.5

# domain: strong words and phrases, then weak ones
_DOMAINS: dict[str, tuple[str, str, str]] = {
    "economy": (
        "economy economic inflation gdp unemployment recession deficit austerity stimulus bailout wage wages jobless "
        "productivity payroll payrolls pension pensioner poverty inequality treasury bankruptcy subsidy subsidies "
        "deregulation "
        "regulator monopoly antitrust privatisation privatization shareholder fiscal monetary unemployed joblessness "
        "budgetary macroeconomic",
        "minimum wage|interest rate|interest rates|central bank|middle class|national debt|labor market|labour "
        "market|wall street|"
        "small business|small businesses|federal reserve|public spending|job losses|social security|debt "
        "ceiling|living standards|consumer prices|house prices",
        "budget debt job jobs worker workers growth bank banks market markets business businesses industry spending "
        "income "
        "price prices union investment finance financial employer employers credit loan loans mortgage factory "
        "factories plant "
        "company companies corporation corporate regulation regulations cost costs investor investors sector "
        "earnings salary output consumer consumers millionaire billionaire billionaires",
    ),
    "tax": (
        "tax taxes taxation taxpayer taxpayers irs vat levy tax-free taxed taxable",
        "tax cut|tax cuts|tax return|tax returns|tax rate|tax rates|tax plan|tax breaks|tax relief|carbon tax",
        "revenue revenues loophole loopholes deduction deductions offshore audit audits write-off",
    ),
    "trade": (
        "tariff tariffs nafta tpp wto protectionism protectionist exporter exporters importer importers embargo "
        "customs "
        "trade-deal outsourcing",
        "free trade|trade war|trade deal|trade deals|trade agreement|trade agreements|trade deficit|single market",
        "trade import imports export exports goods quota quotas shipping supply",
    ),
    "defence": (
        "troop troops military nato missile missiles army navy soldier soldiers weapon weapons nuclear airstrike "
        "airstrikes "
        "invasion ceasefire artillery warplane warplanes drone drones pentagon warhead warheads peacekeeper "
        "peacekeepers "
        "veteran veterans warship warships battalion armoured armored militia ammunition airbase conscription "
        "occupation insurgency",
        "armed forces|defense spending|defence spending|air force|national guard|nuclear weapons|nuclear powers|live "
        "fire|air strikes|peace talks|"
        "combat troops|defence budget|defense budget|no-fly zone|territorial integrity|arms control",
        "war wars defence defense forces attack attacks offensive combat bomb bombs bombing tank tanks rocket "
        "rockets peace arms commander "
        "battlefield deployment front conflict fighters rebels escalation buildup troop-posture sovereignty "
        "annexation border",
    ),
    "security": (
        "terrorism terrorist terrorists isis isil jihadist jihadists extremism extremist hacker hackers hacking "
        "cyberattack "
        "cyberattacks surveillance espionage counterterrorism counter-terrorism spying sabotage jihad al-qaeda taliban",
        "national security|homeland security|islamic state|secret service|classified information|private "
        "server|email server|intelligence agencies",
        "intelligence security threat threats fbi cia nsa spy spies classified cyber radical hacked emails server",
    ),
    "sanctions": (
        "sanction sanctions sanctioned blacklist blacklisted",
        "asset freeze|travel ban|export controls|oil embargo",
        "frozen assets embargoed penalty penalties measures",
    ),
    "foreign policy": (
        "diplomacy diplomat diplomats diplomatic treaty treaties ambassador ambassadors embassy bilateral multilateral "
        "kremlin unesco unsc osce geopolitical annexed annexation statehood sovereignty brexit",
        "foreign policy|foreign minister|foreign aid|united nations|security council|european union|human "
        "rights|state department|"
        "council of europe|red line|legally binding|member state|member states|two-state solution|peace deal|iran deal",
        "ally allies alliance foreign summit talks negotiation negotiations accord agreement negotiate enlargement "
        "membership moscow beijing "
        "tehran pyongyang u.n e.u eu un regime bloc envoy refuge displaced conflict g7 g20",
    ),
    "immigration": (
        "immigration immigrant immigrants migrant migrants migration refugee refugees asylum deport deportation "
        "deportations deported "
        "undocumented visa visas citizenship naturalisation naturalization amnesty",
        "border wall|illegal immigrants|illegal immigration|muslim ban|border patrol|sanctuary cities|green card",
        "border borders wall illegals illegal newcomers detention immigrate",
    ),
    "health": (
        "healthcare medicare medicaid obamacare nhs vaccine vaccines vaccination abortion abortions opioid opioids "
        "epidemic pandemic "
        "hospital hospitals uninsured insulin contraception zika ebola covid covid-19 coronavirus pharmaceutical",
        "health care|health insurance|public health|affordable care|planned parenthood|mental health|prescription "
        "drugs|health system|public option|birth control",
        "health doctor doctors nurse nurses patient patients insurance insurer insurers premium premiums drug drugs "
        "disease medical "
        "medicine infection infections virus suicide suicides clinic clinics pregnancy maternity disability",
    ),
    "energy": (
        "renewable renewables fracking pipeline pipelines petroleum coal gasoline electricity blackout blackouts "
        "opec drilling "
        "reactor reactors megawatt megawatts biofuel ethanol shale",
        "natural gas|solar panels|solar panel|wind farms|power plant|power plants|fossil fuel|fossil fuels|nuclear "
        "power|gas supplies|clean energy",
        "energy oil gas solar fuel barrel barrels grid utility utilities mining",
    ),
    "climate": (
        "climate emission emissions greenhouse carbon pollution polluter polluters epa deforestation drought "
        "biodiversity glacier "
        "pesticide pesticides decarbonisation environmental conservation wildlife",
        "climate change|global warming|paris agreement|sea level|sea levels|clean power|clean water|public "
        "land|public lands|federal land",
        "environment temperature temperatures flood floods water wildfire wildfires sustainable species warming land",
    ),
    "justice": (
        "prison prisons prisoner prisoners inmate inmates incarceration homicide homicides prosecutor prosecutors "
        "lawsuit lawsuits "
        "indictment indicted felony felonies constitutional unconstitutional subpoena manslaughter impeachment "
        "impeach policing bail parole "
        "gun guns firearm firearms acquitted convicted conviction convictions perjury bribery misconduct corruption "
        "stop-and-frisk execution executions",
        "supreme court|attorney general|death penalty|gun control|second amendment|civil rights|hate crime|hate "
        "crimes|police officers|police officer|"
        "police department|background checks|justice department|grand jury|law enforcement|police shooting|police "
        "brutality|sexual assault|racial profiling",
        "police court courts judge judges crime crimes criminal violence law laws illegal legal investigation "
        "investigations probe fraud charges "
        "charged sentence sentenced victims murder murders shooting shootings killed arrest arrested arrests rights "
        "jury lawyer lawyers trial settlement "
        "ruling verdict immunity fine fined complaint protest protests racism racial discrimination detained "
        "detainees officer officers guilty amendment shot",
    ),
    "elections": (
        "ballot ballots electorate gerrymandering redistricting referendum disenfranchise turnout superpac electoral "
        "filibuster "
        "impersonation recount",
        "voter registration|voter fraud|voter impersonation|super pac|super pacs|campaign finance|electoral "
        "college|voting rights|early voting|swing states|"
        "registered voters|likely voters|citizens united|polling place|voting machines|small donors",
        "voter voters election elections poll polls vote votes voting voted percent campaign donor donors donation "
        "donations contribution contributions "
        "endorsed endorsement endorses endorse lobbyist lobbyists fundraising survey percentage delegates pac rigged",
    ),
    "education": (
        "tuition curriculum preschool kindergarten literacy",
        "student loan|student loans|student debt|charter schools|public schools|higher education|school "
        "choice|common core|college debt|free college",
        "school schools student students teacher teachers education college colleges university universities pupil "
        "pupils classroom graduate graduates",
    ),
    "housing": (
        "housing homelessness homeless evictions eviction rents tenants landlord landlords mortgages foreclosure "
        "foreclosures",
        "affordable homes|affordable housing|social housing|rent control|house prices",
        "homes tenant rent property properties households household developers",
    ),
    "welfare": (
        "welfare childcare entitlements medicaid pensions",
        "food stamps|child care|paid leave|family leave|maternity leave|parental leave|retirement age|paid "
        "maternity|equal pay|gender pay",
        "benefits poor elderly families retirement unemployed seniors",
    ),
    "government": (
        "legislation legislative congress parliament senate lawmaker lawmakers bipartisan legislature constitution "
        "federal "
        "regulatory cabinet bureaucracy whistleblower transparency oversight nationalise nationalize reform reforms "
        "policymakers",
        "executive order|white house|prime minister|house of representatives|public sector|local "
        "government|government shutdown|term limits|conflict of interest|"
        "civil service|charitable foundation|freedom of|public funds|pay to play|pay-to-play",
        "government governments administration policy policies bill bills law laws senator senators congressman "
        "congresswoman minister ministry ministers "
        "governor governors mayor mayors agency agencies committee department "
        "funding funds fund official officials programme program programs programmes veto council ban bans "
        "commission foundation charity donations rule rules plan",
    ),
    "infrastructure": (
        "infrastructure railway railways broadband highways spectrum aviation",
        "public transport|public transportation|high-speed rail|air traffic",
        "transport transportation airport airports bridge bridges road roads rail ports airline airlines dam canal "
        "construction internet",
    ),
    "civil rights": (
        "lgbt lgbtq transgender feminism segregation censorship antisemitism anti-semitism islamophobia genocide "
        "apartheid",
        "gay marriage|same-sex marriage|press freedom|free speech|human rights|voting rights|religious "
        "liberty|religious freedom|black lives|equal rights",
        "equality minorities gay marriage religious muslim muslims freedom freedoms rights black blacks hispanics "
        "latino latinos",
    ),
    "agriculture": (
        "agriculture agricultural farming fisheries famine crops gmo",
        "food prices|food security|farm bill",
        "farm farms farmer farmers food harvest fishing livestock",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PolicyWord:
    """Which domain a word or phrase speaks of, and how surely it speaks of policy at all."""

    domain: str
    weight: float


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2] not in "aeou":
        return word[:-1] + "ies"
    return word if word.endswith("s") else word + ("es" if word.endswith(("x", "ch", "sh")) else "s")


def _words() -> tuple[dict[str, PolicyWord], dict[str, dict[str, PolicyWord]]]:
    single: dict[str, PolicyWord] = {}
    pairs: dict[str, dict[str, PolicyWord]] = {}
    # Strong words first: `migrant` stays strong although another domain may list it as weak.
    for weight, place in ((STRONG, 0), (WEAK, 2)):
        for domain, lists in _DOMAINS.items():
            for word in lists[place].split():
                for form in (word, _plural(word)):
                    single.setdefault(form, PolicyWord(domain, weight))
    for domain, lists in _DOMAINS.items():
        for phrase in lists[1].split("|"):
            first, second = phrase.split(" ", 1) if " " in phrase else (phrase, "")
            if second:
                pairs.setdefault(first, {})[second] = PolicyWord(domain, STRONG)
            else:
                single.setdefault(first, PolicyWord(domain, STRONG))
    return single, pairs


DOMAINS = tuple(_DOMAINS)
POLICY_WORDS, POLICY_PAIRS = _words()
