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
        "economy economic inflation gdp unemployment recession deficit austerity stimulus bailout wage jobless "
        "productivity payroll pension pensioner poverty inequality treasury bankruptcy subsidy deregulation "
        "regulator monopoly antitrust privatisation privatization shareholder fiscal monetary unemployed "
        "joblessness budgetary macroeconomic",
        "minimum wage|interest rate|interest rates|central bank|middle class|national debt|labor market|"
        "labour market|wall street|small business|small businesses|federal reserve|public spending|job losses|"
        "social security|debt ceiling|living standards|consumer prices|house prices",
        "budget debt job worker growth bank market business businesses industry spending income price union "
        "investment finance financial employer credit loan mortgage factory plant company corporation corporate "
        "regulation cost investor sector earnings salary output consumer millionaire billionaire",
    ),
    "tax": (
        "tax taxation taxpayer irs vat levy tax-free taxed taxable",
        "tax cut|tax cuts|tax return|tax returns|tax rate|tax rates|tax plan|tax breaks|tax relief|carbon tax",
        "revenue loophole deduction offshore audit write-off",
    ),
    "trade": (
        "tariff nafta tpp wto protectionism protectionist exporter importer embargo trade-deal outsourcing",
        "free trade|trade war|trade deal|trade deals|trade agreement|trade agreements|trade deficit|single market",
        "trade import export goods quota shipping supply",
    ),
    "defence": (
        "troop military nato missile army navy soldier weapon nuclear airstrike invasion ceasefire artillery "
        "warplane drone pentagon warhead peacekeeper veteran warship battalion armoured armored militia ammunition "
        "airbase conscription occupation insurgency",
        "armed forces|defense spending|defence spending|air force|national guard|nuclear weapons|nuclear powers|"
        "live fire|air strikes|peace talks|combat troops|defence budget|defense budget|no-fly zone|"
        "territorial integrity|arms control",
        "war defence defense forces attack offensive combat bomb bombing tank rocket peace arms commander "
        "battlefield deployment front conflict fighters rebels escalation buildup troop-posture sovereignty "
        "annexation border",
    ),
    "security": (
        "terrorism terrorist isis isil jihadist extremism extremist hacker hacking cyberattack surveillance "
        "espionage counterterrorism counter-terrorism spying sabotage jihad al-qaeda taliban",
        "national security|homeland security|islamic state|secret service|classified information|private server|"
        "email server|intelligence agencies",
        "intelligence security threat fbi cia nsa spy classified cyber radical hacked emails server",
    ),
    "sanctions": (
        "sanction sanctioned blacklist blacklisted",
        "asset freeze|travel ban|export controls|oil embargo",
        "frozen assets embargoed penalty measures",
    ),
    "foreign policy": (
        "diplomacy diplomat diplomatic treaty ambassador embassy bilateral multilateral kremlin unesco unsc osce "
        "geopolitical annexed annexation statehood sovereignty brexit",
        "foreign policy|foreign minister|foreign aid|united nations|security council|european union|human rights|"
        "state department|council of europe|red line|legally binding|member state|member states|two-state solution|"
        "peace deal|iran deal",
        "ally alliance foreign summit talks negotiation accord agreement negotiate enlargement membership moscow "
        "beijing tehran pyongyang u.n e.u eu un regime bloc envoy refuge displaced conflict g7 g20",
    ),
    "immigration": (
        "immigration immigrant migrant migration refugee asylum deport deportation deported undocumented visa "
        "citizenship naturalisation naturalization amnesty",
        "border wall|illegal immigrants|illegal immigration|muslim ban|border patrol|sanctuary cities|green card",
        "border wall illegal newcomers detention immigrate",
    ),
    "health": (
        "healthcare medicare medicaid obamacare nhs vaccine vaccination abortion opioid epidemic pandemic hospital "
        "uninsured insulin contraception zika ebola covid covid-19 coronavirus pharmaceutical",
        "health care|health insurance|public health|affordable care|planned parenthood|mental health|"
        "prescription drugs|health system|public option|birth control",
        "health doctor nurse patient insurance insurer premium drug disease medical medicine infection virus "
        "suicide clinic pregnancy maternity disability",
    ),
    "energy": (
        "renewable fracking pipeline petroleum coal gasoline electricity blackout opec drilling reactor megawatt "
        "biofuel ethanol shale",
        "natural gas|solar panels|solar panel|wind farms|power plant|power plants|fossil fuel|fossil fuels|"
        "nuclear power|gas supplies|clean energy",
        "energy oil gas solar fuel barrel grid utility mining",
    ),
    "climate": (
        "climate emission greenhouse carbon pollution polluter epa deforestation drought biodiversity glacier "
        "pesticide decarbonisation environmental conservation wildlife",
        "climate change|global warming|paris agreement|sea level|sea levels|clean power|clean water|public land|"
        "public lands|federal land",
        "environment temperature flood water wildfire sustainable species warming land",
    ),
    "justice": (
        "prison prisoner inmate incarceration homicide prosecutor lawsuit indictment indicted felony "
        "constitutional unconstitutional subpoena manslaughter impeachment impeach policing bail parole gun "
        "firearm acquitted convicted conviction perjury bribery misconduct corruption stop-and-frisk execution",
        "supreme court|attorney general|death penalty|gun control|second amendment|civil rights|hate crime|"
        "hate crimes|police officers|police officer|police department|background checks|justice department|"
        "grand jury|law enforcement|police shooting|police brutality|sexual assault|racial profiling",
        "police court judge crime criminal violence law illegal legal investigation probe fraud charges charged "
        "sentence sentenced victims murder shooting killed arrest arrested rights jury lawyer trial settlement "
        "ruling verdict immunity fine fined complaint protest racism racial discrimination detained detainees "
        "officer guilty amendment shot",
    ),
    "elections": (
        "ballot electorate gerrymandering redistricting referendum disenfranchise turnout superpac electoral "
        "filibuster impersonation recount",
        "voter registration|voter fraud|voter impersonation|super pac|super pacs|campaign finance|"
        "electoral college|voting rights|early voting|swing states|registered voters|likely voters|citizens united|"
        "polling place|voting machines|small donors",
        "voter election poll vote voting voted percent campaign donor donation contribution endorsed endorsement "
        "endorse lobbyist fundraising survey percentage delegates pac rigged",
    ),
    "education": (
        "tuition curriculum preschool kindergarten literacy",
        "student loan|student loans|student debt|charter schools|public schools|higher education|school choice|"
        "common core|college debt|free college",
        "school student teacher education college university pupil classroom graduate",
    ),
    "housing": (
        "housing homelessness homeless eviction rents tenants landlord mortgages foreclosure",
        "affordable homes|affordable housing|social housing|rent control|house prices",
        "homes tenant rent property household developers",
    ),
    "welfare": (
        "welfare childcare entitlements medicaid pensions",
        "food stamps|child care|paid leave|family leave|maternity leave|parental leave|retirement age|"
        "paid maternity|equal pay|gender pay",
        "benefits poor elderly families retirement unemployed seniors",
    ),
    "government": (
        "legislation legislative congress parliament senate lawmaker bipartisan legislature constitution federal "
        "regulatory cabinet bureaucracy whistleblower transparency oversight nationalise nationalize reform "
        "policymakers",
        "executive order|white house|prime minister|house of representatives|public sector|local government|"
        "government shutdown|term limits|conflict of interest|civil service|charitable foundation|freedom of|"
        "public funds|pay to play|pay-to-play",
        "government administration policy bill law senator congressman congresswoman minister ministry governor "
        "mayor agency committee department funding fund official programme program veto council ban commission "
        "foundation charity donations rule plan",
    ),
    "infrastructure": (
        "infrastructure railway broadband highways spectrum aviation",
        "public transport|public transportation|high-speed rail|air traffic",
        "transport transportation airport bridge road rail ports airline dam canal construction internet",
    ),
    "civil rights": (
        "lgbt lgbtq transgender feminism segregation censorship antisemitism anti-semitism islamophobia genocide "
        "apartheid",
        "gay marriage|same-sex marriage|press freedom|free speech|human rights|voting rights|religious liberty|"
        "religious freedom|black lives|equal rights",
        "equality minorities gay marriage religious muslim freedom rights black hispanics latino",
    ),
    "agriculture": (
        "agriculture agricultural farming fisheries famine crops gmo",
        "food prices|food security|farm bill",
        "farm farmer food harvest fishing livestock",
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
