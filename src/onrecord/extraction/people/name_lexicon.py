"""Words that speak for or against a person's name where they stand; all folded, written from general knowledge."""

from __future__ import annotations

from onrecord.extraction.people.word_set import word_set

SAYING = word_set(
    """
    said says say saying told tells tell added adds asked asks argued argues wrote writes tweeted tweets posted replied
    replies answered insisted insists warned warns claimed claims noted notes explained explains stated states declared
    declares announced announces admitted admits acknowledged acknowledges denied denies suggested suggests recalled
    recalls stressed stresses emphasized emphasised continued continues concluded concludes joked quipped remarked
    commented observed predicted predicts promised promises vowed vows pledged urged urges complained testified
    responded responds thinks thought believes believed
    """
)
# What is named after a person, or before which a name is part of a body's, a place's or a thing's name.
BODIES = word_set(
    """
    foundation institute university college school hospital tower towers hotel hotels center centre building street
    avenue road boulevard square bridge airport park island islands river lake mountain mount bay county city town
    village valley beach stadium arena library museum theatre theater church cathedral mosque temple house hall palace
    prize award awards medal cup trophy act law bill amendment plan doctrine rule theorem effect disease syndrome
    organization organisation company corporation corp inc ltd llc group bank fund trust times post journal news
    herald tribune gazette daily magazine press radio tv television network channel media records films pictures
    studios enterprises industries motors airlines airways capital partners associates holdings casino resort club
    team party committee council commission association federation union league society agency department ministry
    bureau court parliament congress senate assembly government administration campaign army navy force forces brigade
    division regiment squadron ship conference summit festival championship open grand prix series show project
    programme program center day week war battle treaty accord agreement station plaza province region state district
    republic kingdom north south east west
    """
)
PLACES = word_set(
    """
    afghanistan albania algeria america angola argentina armenia asia australia austria azerbaijan bahrain bangladesh
    belarus belgium bolivia bosnia botswana brazil britain bulgaria cambodia cameroon canada chile china colombia congo
    croatia cuba cyprus denmark ecuador egypt england estonia ethiopia europe fiji finland france gambia georgia germany
    ghana greece guatemala guinea guyana haiti honduras hungary iceland india indonesia iran iraq ireland israel italy
    jamaica japan jordan kazakhstan kenya korea kosovo kuwait laos latvia lebanon liberia libya lithuania luxembourg
    malawi malaysia mali malta mauritius mexico moldova mongolia morocco mozambique myanmar namibia nepal netherlands
    nicaragua niger nigeria norway oman pakistan palestine panama paraguay peru philippines poland portugal qatar
    romania russia rwanda samoa scotland senegal serbia singapore slovakia slovenia somalia spain sudan sweden
    switzerland syria taiwan tanzania thailand tunisia turkey uganda ukraine uruguay uzbekistan venezuela vietnam wales
    yemen zambia zimbabwe africa eu uk us usa uae nato un
    alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois indiana iowa
    kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska
    nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont wisconsin wyoming
    beijing berlin brussels cairo canberra caracas delhi dubai geneva havana istanbul jakarta jerusalem johannesburg
    karachi kiev kyiv lagos lima london madrid manila melbourne moscow mumbai nairobi paris pretoria rome santiago seoul
    shanghai sydney taipei tehran tokyo toronto vienna chicago boston philadelphia detroit miami houston dallas seattle
    denver cleveland
    """
)
DATES = word_set(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun christmas
    easter ramadan eid
    """
)
FUNCTION = word_set(
    """
    the a an this that these those it its he she they we i you his her their our my your who what when where why how
    which and or but if so as at by for from in into of on off to up with without after before during since until while
    because although though however meanwhile moreover also then there here now not no yes all any both each few many
    more most some such only just even still yet about above against among around between despite over under through
    is are was were be been being has have had do does did will would can could should may might must let according
    one two three four five six seven eight nine ten first last next other another new old
    """
)
FAMILY = word_set(
    """
    wife husband son daughter father mother brother sister widow uncle aunt cousin nephew niece grandson grandfather
    friend colleague girlfriend boyfriend fiance partner
    """
)
