"""Small words inside family names (`von der`, `de la`, `bin`), and names that put the family first."""

from __future__ import annotations

import re

from onrecord.extraction.people.word_set import word_set

# Folded. Joined by a hyphen or a space to what follows: el-Sisi, Al Thani, van der Bellen.
PARTICLES = word_set("""
    von van der den de del della delle dei degli di da das do dos du des la le las los el al ul as ash ad ar at an bin
    ibn ben bint abu abd abdel abdul abdal ter ten te vom zu zum zur af av san santa st saint mac mc ap o d l y e und
    """)
# As the first word these are more often a given name (`Al Gore`, `Ben Carson`) or a word of their own.
NEVER_FIRST = word_set("al ben do an as at ad ar da san santa st saint e y und abd abdel abdul abdal mac")
# Part of the family name they precede, unlike the articles: leaving them out makes another name of it.
WEIGHTY = word_set("abd abdel abdul abdal abu mac mc o san santa")

# Family names of one syllable that Chinese, Korean and Vietnamese names begin with.
_FAMILY_FIRST = word_set("""
    xi li wang zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han tang
    feng yu dong xiao cheng cao yuan deng fu shen zeng peng lu su jiang cai jia ding wei xue ye yan pan du dai xia zhong
    tian ren fan fang shi yao tan liao zou xiong jin hao kong bai cui kang mao qiu qin gu hou shao meng long wan duan
    lei qian yin yi chang qiao lai gong wen kim lee park choi jung chung cho yoon jang lim oh seo shin kwon hwang ahn
    yoo moon bae baek nam roh ban no ri pak hong ha son min tsai chiang hsieh hsu liang kuo nguyen tran le pham hoang
    phan vu vo dang bui do ho ngo duong ly wong chan cheung lau ng tsang leung lam yeung tung kwok mo
    """)
# One syllable of pinyin, Wade-Giles, Hangul or Vietnamese in Latin letters.
_SYLLABLE = (
    r"(?:zh|ch|sh|ts|tz|hs|ng|ph|th|tr|kh|gh|[bpmfdtnlgkhjqxzcsrywv])?"
    r"(?:iao|iou|uai|uei|yeo|iang|iong|uang|ae|ai|ao|au|ei|eo|eu|ia|ie|io|iu|oe|oi|ou|oo|ua|ue|ui|uo|uy|ye|yo|[aeiouy])"
    r"(?:ng|nh|ch|[nmklpt])?"
)
_SYLLABLES = re.compile(rf"(?:{_SYLLABLE}){{1,2}}")


def family_comes_first(words: list[str]) -> bool:
    """Whether folded `words` read as family name, then given name of one or two syllables: `xi jinping`.

    >>> family_comes_first(["moon", "jae-in"]), family_comes_first(["kim", "potter"])
    (True, False)
    """
    if not 2 <= len(words) <= 3 or words[0] not in _FAMILY_FIRST or words[-1] in _FAMILY_FIRST:
        return False
    given = [part for word in words[1:] for part in word.split("-")]
    return len(given) <= 2 and all(len(part) <= 10 and _SYLLABLES.fullmatch(part) for part in given)
