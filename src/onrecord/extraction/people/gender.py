"""What speaks for a woman or a man: given names, titles and pronouns, as weights, because none of it is proof.

Positive numbers speak for a woman, negative ones for a man. Names are from general knowledge; those that are usual
for both (Leslie, Pat, Kim) are left out.
"""

from __future__ import annotations

from onrecord.extraction.people.offices import gender_of_noun
from onrecord.extraction.people.word_set import word_set
from onrecord.text.folding import fold

# A given name says something, a title more; an article's own pronouns count by how often they agree.
NAME_WEIGHT, TITLE_WEIGHT, PRONOUN_WEIGHT, PRONOUN_LIMIT = 1.5, 3.0, 0.8, 2.4

_FEMALE = word_set("""
    abigail ada adriana agnes aisha alejandra alexandra alexandria alexis alice alicia alison allison alyssa amanda
    amber amelia amina amy ana anastasia andrea angela angelica angelina anita ann anna annabelle anne annette annie
    antonia april ariana arianna arlene ashley aubrey audrey autumn ava ayanna barbara beatrice becky belinda
    benazir bernadette bernice beth bethany betsy betty beverly bianca bonnie brandi brenda briana brianna bridget
    brigitte britney brittany brooke caitlin camila camilla candace candice cara carla carly carmen carol carole
    carolina caroline carolyn carrie cassandra catalina catherine cathy cecilia celeste celia charlene charlotte
    chelsea cheryl chloe christa christiane christina christine chrystia cindy claire clara clarissa claudia colleen
    connie constance corinne courtney cristina crystal cynthia daisy dana daniela danielle daphne darlene dawn deb
    debbie deborah debra delores denise diana diane dianne dolores donna dora doris dorothy ebony edith eileen
    elaine eleanor elena elise elisabeth elizabeth ella ellen elsa emily emma erica erika erin esther ethel eugenia
    eva evelyn faith fatima felicia fiona florence frances francesca frida gabriela gabrielle gail georgia geraldine
    gertrude gina giorgia gisele gladys gloria grace greta gretchen gwen gwendolyn hannah harriet hazel heather
    heidi helen helena henrietta hilary hilda hillary holly hope huma ida ilana imelda indira ines ingrid irene iris
    irina irma isabel isabella ivana ivanka jackie jacqueline jane janet janice janis jasmine jean jeanette jeanne
    jeannie jenna jennifer jenny jessica jill jo joan joann joanna joanne jocelyn joni josephine joyce juanita
    judith judy julia juliana julie juliet june kaitlyn kamala karen kari karin karine karla kate katharine
    katherine kathleen kathryn kathy katie katrina kay kayla kayleigh keisha kellie kellyanne kendra kiersten
    kimberly kirsten kirstjen kristen kristi kristin kristina krystal lara larissa latoya laura laurel lauren laurie
    leah leila lena letitia leticia lillian lily linda lindsey lisa liz liza lois lola loretta lori lorraine louise
    lucia lucille lucinda lucy lupita lydia lynda lynette lynn mabel madeleine madeline madison mae maggie malala
    malia mallory mandy marcia margaret margarita margot maria mariah mariana marie marilyn marina marissa marjorie
    marla marlene marsha martha mary maryanne matilda maureen maxine maya mazie megan meghan melania melanie melinda
    melissa melody mercedes meredith michele michelle mildred millie mindy miranda miriam moira molly mona monica
    monique muriel myra nadia nancy naomi natalia natalie natasha nellie nicole nicola nina noelle nora norma
    octavia olga olivia oprah pamela patricia patrice patsy patti patty paula pauline pearl peggy penelope penny
    phyllis priscilla rachel ramona raquel rebecca regina renata renee rhonda rita roberta rochelle rosa rosalind
    rosalyn rosanna rose rosemary rosie roxanne ruby ruth sabrina sally samantha sandra sandy sara sarah sasha
    savannah selena selina serena shannon sharon sheila shelby shelly sherri sherry sheryl shirley silvia simone
    sofia sonia sonya sophia sophie stacey stacy stella stephanie sue summer susan susana susanna susanne susie
    suzanne svetlana sybil sylvia tabitha tamara tamika tammy tania tanya tara tatiana teresa terri thelma theresa
    therese tiffany tina tonya tracy trisha tulsi ursula valentina valeria valerie vanessa vera verna veronica vicki
    vicky victoria viola violet virginia vivian viviana wanda wendy whitney whoopi wilma yolanda yulia yvette yvonne
    zoe samia aung nikki gretchen kelly kirsten janine jeanine shonda beyonce madonna cher rihanna adele dilma
    angelique
    """)
_MALE = word_set("""
    aaron abdul abdullah abraham adam adolf adrian ahmad ahmed al alan albert alberto aldo alec alejandro alex
    alexander alexei alexey alfonso alfred alfredo ali alistair allan allen alvin amir anatoly anderson andre
    andreas andrei andres andrew andy angus anthony antoine anton antonio antony archibald armando arnold arthur
    arturo asif ashton augustus barack barney barry bart bashar ben benedict benito benjamin bernard bernie bert
    bill billy bob bobby boris brad bradley brandon brendan brent bret brett brian bruce bruno bryan byron caleb
    calvin carl carlos carter cecil cesar chad charles charlie chester chris christian christopher chuck clarence
    clark claude clay clayton cliff clifford clint clinton clyde cole colin conrad corey cornelius craig curt curtis
    cyril dale damon dan daniel danny darrell darren darryl dave david dean dennis derek desmond dick diego dieter
    dirk dmitri dmitry dominic don donald doug douglas duane duncan dustin dwayne dwight earl ed eddie edgar eduardo
    edward edwin eli elias elijah elliot elliott elmer elon emanuel emilio emmanuel enrique eric erik ernest ernesto
    ethan eugene evan ezra felipe felix fernando fidel floyd francisco francois frank franklin fred freddie
    frederick fritz gabriel gareth garrett gary gavin gene geoff geoffrey george gerald gerard gerhard gideon
    gilbert giovanni giuseppe glen glenn gordon graham grant greg gregory guillermo gus gustavo guy hank hans harold
    harry harrison harvey hassan hector helmut henri henry herbert herman herschel homer horace howard hubert hugh
    hugo hussein ian ibrahim igor imran isaac ismail ivan jack jackson jacob jacques jaime jair jake jamal james jan
    jared jarrod jason javier jay jeb jeff jefferson jeffrey jens jeremiah jeremy jerome jerry jesse jesus jim jimmy
    joao joaquin joe joel joey john johnny jon jonah jonathan jordan jorge jose josef joseph josh joshua juan judd
    julian julio julius justin karl keith ken kenneth kevin khalid kirk klaus kofi konstantin kurt kyle lamar lance
    larry laurence lawrence lee len leo leon leonard leonid leopold lester lewis liam lindsay lionel lloyd logan
    lorenzo louis luca lucas luigi luis luke lyndon mahmoud malcolm manuel marc marcel marco marcos marcus mario
    mark markus marshall martin marvin mason matt matteo matthew maurice mauricio max maxim maximilian mel melvin
    michael miguel mike mikhail miles milton mitch mitchell mitt mohamed mohammad mohammed morgan moses muhammad
    murray mustafa narendra nate nathan nathaniel neal ned neil nelson newt nicholas nick nicolas nigel nikita
    nikolai noah noam noel norman olaf oleg oliver omar orlando oscar osama otto owen pablo patrick paul pavel pedro
    percy perry pete peter phil philip philippe phillip pierre preston quentin rafael rahm ralph ramon rand randall
    randy raphael raul ray raymond recep reggie reginald reince rex ricardo richard rick ricky rob robert roberto
    roderick rodney rodrigo roger roland ron ronald ronnie ross roy rudolph rudy rufus rupert rush russell ryan
    salman salvador sam samuel santiago saul scott sean sebastian sergei sergey sergio seth shane shaun shawn shinzo
    sid sidney silvio simon solomon spencer stan stanley stefan stephen steve steven stuart sylvester tariq ted
    terrence terry theodore theresa thomas tim timothy toby todd tom tommy tony travis trent trevor tucker tyler
    ulysses victor viktor vince vincent vinny vitaly vladimir volodymyr wade wallace walter warren wayne wesley
    wilbur will willard william willie winston wolfgang woodrow xavier xi yasser yitzhak yuri yusuf zachary zack
    zhou stevie jared gerry mahmood benny bennie yevgeny andriy pranab manmohan jeroen lech donald dmytro petro
    ashraf hamid nouri haider binyamin benjamin naftali ehud shimon ariel
    """) - {"theresa"}  # fmt: skip


def of_given_name(name: str) -> int:
    """1 when women are mostly called so, -1 for men, 0 when nothing is known.

    >>> of_given_name("Wendy"), of_given_name("Jens"), of_given_name("Leslie")
    (1, -1, 0)
    """
    folded = fold(name).strip(".,\"'()")
    if "-" in folded and folded not in _FEMALE and folded not in _MALE:
        folded = folded.split("-", 1)[0]
    return (folded in _FEMALE) - (folded in _MALE)


def of_words(words: list[str] | tuple[str, ...]) -> int:
    """What titles and nouns before a name say: the first word that says anything."""
    return next((gender for gender in map(gender_of_noun, words) if gender), 0)


def weigh(given: int, title: int, pronouns: int) -> float:
    """All evidence about one person in one number; `pronouns` counts feminine minus masculine ones.

    >>> weigh(1, 0, -3) < 0 < weigh(1, 0, 0)
    True
    """
    counted = max(-PRONOUN_LIMIT, min(PRONOUN_LIMIT, PRONOUN_WEIGHT * pronouns))
    return NAME_WEIGHT * given + TITLE_WEIGHT * title + counted
