"""Who said what within one sentence, by rules on its words: cue, source and content as ranges of words."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.extraction.attributions.announced import beside_marks
from onrecord.extraction.attributions.contents import content_behind, has_clause, tail_of
from onrecord.extraction.attributions.cues import ISSUED, ISSUING, NEEDS_PARTICLE, PARTICLES, VERB, Word, listed
from onrecord.extraction.attributions.prose import QUOTED, Frame, Prose, Sentence, Words
from onrecord.extraction.attributions.sources import source_before, source_behind, subject_of

_FINITE = int(Word.PAST | Word.THIRD | Word.BASE)
_CUE = int(Word.SPEECH | Word.STANCE | Word.SEEMS)
_NOUN_BEFORE = int(Word.DETERMINER | Word.PREPOSITION)
_SAID_TO_BE = listed(
    "expected said reported believed alleged known considered reportedly thought likely rumored deemed"
)
_NO_ADVERBS = listed("family ally only supply july italy early daily weekly assembly rally fly")
_BARE_SUBJECTS = listed("this that which some many all both most few others one several")
_BODIES = listed("""
    campaign poll report article statement senator study survey memo letter document book ad advertisement spokesman
    spokeswoman governor president candidate mayor government company committee court judge group editorial column
    nominee administration agency commission panel paper lawmaker congressman congresswoman official newspaper party
    """)
_DECLINING = listed("declined declines declining decline refused refuses refusing refuse")
_COMMENTING = listed("comment say discuss answer speculate elaborate respond")
_SIDE_OPENERS = listed("although though while when since as if because after before once whereas")
_AFTER_ASKED = frozenset({",", QUOTED, "whether", "if", "how", "why", "what", "that"})
_LONGEST_SUBJECT = 12
_CLAUSE_OPENERS = frozenset({QUOTED, "that", "whether", "how", "why", "what", "if", "there"})
_ENDS_SPEECH = frozenset(",.?!—-…–")
_TELLING = listed("that to about on of for against :")
_PAUSES = frozenset({",", "—", "-", "–"})
_PLURALS = listed("people police some many most others both all several few voters men women critics")


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb that can be a cue: its words with auxiliaries, adverbs and particle, and where it stands."""

    start: int
    verb: int
    end: int
    kind: int
    passive: bool
    helped: bool


def find_frames(prose: Prose, sentence: Sentence) -> list[Frame]:
    """The attributions of one sentence in order; contents do not overlap."""
    first, last = sentence.first, sentence.last
    stop = last
    while stop > first and prose.words[stop - 1] in (".", "!", "?", ";", ":", ",", ")"):
        stop -= 1
    cues: list[Cue] = []
    for place in range(first, stop):
        if prose.kinds[place] & _CUE and prose.kinds[place] & VERB:
            cue = _cue_at(prose, first, place, last)
            if cue is not None and not (cues and cue.start < cues[-1].end):
                cues.append(cue)
        elif prose.words[place] in ISSUING:
            issued = _issued_at(prose, first, place, stop)
            if issued is not None and not (cues and issued.start < cues[-1].end):
                cues.append(issued)
        elif prose.words[place] == "according" and place + 1 < stop and prose.words[place + 1] == "to":
            cues.append(Cue(place, place, place + 2, 0, False, False))
    frames: list[Frame] = []
    low = first
    for number, cue in enumerate(cues):
        if cue.start < low:
            continue
        following = cues[number + 1 :]
        if cue.kind == 0:
            frame = _according(prose, low, cue, stop)
        else:
            frame = _postposed(prose, first if not frames else low, cue, stop)
            if frame is None and not _later_postposed(prose, low, cue, following, stop):
                frame = _preposed(prose, first, low, cue, following, stop, frames)
        if frame is not None and frame.content:
            frames.append(frame)
            low = max(max(end for _, end in frame.content), cue.end, frame.source[1] if frame.source else 0)
    return beside_marks(prose, sentence, frames)


def _cue_at(prose: Prose, first: int, verb: int, last: int) -> Cue | None:
    """The cue whose verb stands at `verb`, None when the word is a noun or an infinitive there."""
    words, kinds = prose.words, prose.kinds
    kind = kinds[verb]
    start = verb
    passive = helped = False
    while start > first and (
        kinds[start - 1] & (Word.AUXILIARY | Word.BE | Word.ADVERB)
        or words[start - 1] == "both"
        or (words[start - 1].endswith("ly") and words[start - 1] not in _NO_ADVERBS and not prose.is_capital(start - 1))
    ):
        start -= 1
        passive = passive or kinds[start] & Word.BE != 0
        helped = helped or kinds[start] & (Word.AUXILIARY | Word.BE) != 0
    while start < verb and (words[start] in ("once", "now", "still", "then", "first", "already") and start == first):
        start += 1
    before = words[start - 1] if start > first else ""
    verb_only = kind & Word.ING == 0
    if kind & Word.BASE and not kind & (Word.PAST | Word.THIRD) and not helped:
        if not (start > first and kinds[start - 1] & Word.PRONOUN) and not _is_plural(prose, first, start):
            return None
    elif verb_only and not helped and kind & Word.NOUN and kind & Word.THIRD:
        claims_that = words[min(verb + 1, last - 1)] == "that"
        if not claims_that and not _is_singular(prose, first, start):
            return None
    if start == verb and verb > first:
        if before in ("most", "more", "so", "very", "too", "less") and verb_only:
            return None
        if kinds[verb - 1] & Word.DETERMINER and before not in _BARE_SUBJECTS:
            return None
    if before == "to" and kind & Word.BASE:
        return None
    if prose.is_capital(verb) and verb > first and prose.words[verb] not in ("said", "says"):
        return None
    end = verb + 1
    if words[verb] in _DECLINING and end + 1 < last and words[end] == "to" and words[end + 1] in _COMMENTING:
        end += 2
        verb = end - 1
    following = words[end] if end < last else ""
    if following in PARTICLES.get(words[verb], ()):
        end += 1
    elif words[verb] in NEEDS_PARTICLE:
        return None
    return Cue(start, verb, end, kind, passive and kind & Word.PAST != 0, helped)


def _is_plural(prose: Prose, first: int, start: int) -> bool:
    if start <= first:
        return False
    before = prose.words[start - 1]
    return (len(before) > 3 and before.endswith("s") and not before.endswith(("ss", "'s"))) or before in _PLURALS


def _issued_at(prose: Prose, first: int, verb: int, stop: int) -> Cue | None:
    """`issued a stern warning`, when what follows tells its content."""
    for place in range(verb + 1, min(stop - 1, verb + 5)):
        if prose.words[place] in ISSUED:
            following = prose.words[place + 1]
            if following not in _TELLING:
                continue
            start = verb
            while start > first and prose.kinds[start - 1] & (Word.AUXILIARY | Word.BE | Word.ADVERB):
                start -= 1
            kind = Word.ING if prose.words[verb].endswith("ing") else Word.PAST
            end = place + 1 + (following in ("about", "on", "of", "for", "against"))
            return Cue(start, verb, end, kind | Word.SPEECH, False, start < verb)
        if prose.kinds[place] & Word.PREPOSITION or prose.words[place] in (",", QUOTED):
            return None
    return None


def _is_singular(prose: Prose, first: int, start: int) -> bool:
    if start <= first:
        return False
    before = prose.words[start - 1]
    if prose.kinds[start - 1] & Word.PRONOUN or before in _BODIES or before in ("who", "which", "that", ",", ")"):
        return True
    return prose.is_capital(start - 1) and not before.endswith(("'s", "s'"))


def _according(prose: Prose, low: int, cue: Cue, stop: int) -> Frame | None:
    source = source_behind(prose, cue.end, stop)
    if source is None:
        return None
    frame = Frame("according", (cue.start, cue.end), source)
    content_end = cue.start
    while content_end > low and prose.words[content_end - 1] in (",", "—", "-", "("):
        content_end -= 1
    if content_end - low >= 3 or (content_end > low and prose.words[content_end - 1] == QUOTED):
        begin = _skip_opening(prose, low, content_end)
        frame.content.append((begin, content_end))
        if source[1] + 1 < stop and prose.words[source[1]] == "," and prose.words[source[1] + 1] == QUOTED:
            frame.content.append((source[1] + 1, stop))
        return frame
    after = source[1]
    while after < stop and prose.words[after] != "," and prose.words[after] != QUOTED:
        after += 1
    after += after < stop and prose.words[after] == ","
    if after < stop:
        frame.content.append((after, stop))
    return frame


def _skip_opening(prose: Prose, low: int, end: int) -> int:
    while low < end - 1 and prose.words[low] in (",", ";", ".", "and", "but"):
        low += 1
    return low


def _postposed(prose: Prose, low: int, cue: Cue, stop: int) -> Frame | None:
    """`…, Lee said`, `…, said Lee`, and what goes on behind them."""
    if not cue.kind & Word.SPEECH or not cue.kind & _FINITE or cue.passive:
        return None
    source = _whole_subject(prose, low, cue, source_before(prose, low, cue.start))
    if source is not None and source[0] > low:
        found = _subject_first(prose, low, cue, source, stop)
        if found is not None:
            return found
    return _verb_first(prose, low, cue, source, stop)


def _whole_subject(prose: Prose, low: int, cue: Cue, source: Words | None) -> Words | None:
    """The subject back to the quotation before it, when nothing but names, roles and commas lies between."""
    if source is None:
        return None
    start = source[0]
    while start > low and source[0] - start < _LONGEST_SUBJECT:
        word = prose.words[start - 1]
        if word == QUOTED:
            return start, source[1]
        if prose.kinds[start - 1] & (Word.BE | Word.AUXILIARY | VERB | Word.SUBORDINATOR | Word.COORDINATOR) or not (
            word[0].isalnum() or word in ".,-"
        ):
            break
        start -= 1
    return source


def _subject_first(prose: Prose, low: int, cue: Cue, source: Words, stop: int) -> Frame | None:
    """`…, Lee said`."""
    words = prose.words
    edge = prefix_end = source[0]
    while prefix_end > low and words[prefix_end - 1] in _PAUSES:
        prefix_end -= 1
    if prefix_end <= low:
        return None
    tail = tail_of(prose, cue.end, stop)
    if words[prefix_end - 1] == QUOTED:
        pause = prose.pause(prefix_end - 1)
        if pause not in _ENDS_SPEECH and prefix_end == edge:
            return None
        pure = all(words[place] == QUOTED or not words[place].isalnum() for place in range(low, prefix_end))
        if not pure and ((pause != "," and prefix_end == edge) or not (tail.empty or tail.comma)):
            return None
        return _with_rest(prose, Frame("postposed", (cue.start, tail.cue_end), source), low, prefix_end, tail.end, stop)
    if prefix_end == edge:
        return None
    if tail.empty and has_clause(prose, low, prefix_end):
        return _with_rest(prose, Frame("clause", (cue.start, tail.cue_end), source), low, prefix_end, tail.end, stop)
    if tail.comma and tail.bare and prefix_end - low <= 4 and tail.end + 1 < stop:
        return _with_rest(prose, Frame("split", (cue.start, tail.cue_end), source), low, prefix_end, tail.end, stop)
    return None


def _verb_first(prose: Prose, low: int, cue: Cue, subject: Words | None, stop: int) -> Frame | None:
    """`…, said Lee`."""
    words = prose.words
    prefix_end = cue.start
    while prefix_end > low and words[prefix_end - 1] in _PAUSES:
        prefix_end -= 1
    if prefix_end <= low or (subject is not None and subject[0] == prefix_end):
        return None
    source = source_behind(prose, cue.end, stop)
    if source is None:
        return None
    if words[prefix_end - 1] != QUOTED:
        if subject is not None or prefix_end == cue.start or not has_clause(prose, low, prefix_end):
            return None
        if not (prose.is_capital(source[0]) or prose.kinds[source[0]] & Word.DETERMINER) or (
            source[1] < stop and words[source[1]] != ","
        ):
            return None
    return _with_rest(prose, Frame("inverted", (cue.start, cue.end), source), low, prefix_end, source[1], stop)


def _with_rest(prose: Prose, frame: Frame, low: int, prefix_end: int, after: int, stop: int) -> Frame:
    """The frame with the content before it, and behind it where the quotation or the clause goes on."""
    words = prose.words
    begin = _skip_opening(prose, low, prefix_end)
    for place in range(begin, prefix_end - 1):
        if words[place] == ":" and words[place + 1] == QUOTED:
            begin = place + 1
    frame.content.append((begin, prefix_end))
    quoted = words[prefix_end - 1] == QUOTED
    place = after
    if quoted:
        # The next quotation of the sentence goes on with the speech: `"No," he said, smiling, "never."`
        limit = min(stop, after + 25)
        while place < limit and words[place] != QUOTED:
            if prose.kinds[place] & _CUE and prose.kinds[place] & Word.ING and words[place - 1] == ",":
                return frame
            place += 1
        if place < limit and words[place - 1] in (",", ":", ".", "—", "-", "that"):
            frame.content.append((place, stop))
        return frame
    if place < stop and words[place] == "," and place + 1 < stop:
        following = place + 1
        if frame.pattern == "split" or words[following] == QUOTED:
            frame.content.append((following, stop))
    return frame


def _later_postposed(prose: Prose, low: int, cue: Cue, following: list[Cue], stop: int) -> bool:
    """Whether a `…, Lee said` at the end of the sentence takes this cue into its content."""
    for later in reversed(following):
        if later.kind & Word.SPEECH:
            found = _postposed(prose, low, later, stop)
            if found is not None and found.content and found.content[0][1] > cue.end:
                return True
            break
    return False


def _preposed(
    prose: Prose, first: int, low: int, cue: Cue, following: list[Cue], stop: int, frames: list[Frame]
) -> Frame | None:
    """`Lee said that …`, `Lee called for …`, `…, adding that …`, `Lee seems to …`."""
    words = prose.words
    source: Words | None
    pattern = "said" if cue.kind & Word.SPEECH else "stance"
    if cue.kind & Word.SEEMS or (cue.passive and words[cue.verb] in _SAID_TO_BE):
        if not cue.kind & _FINITE:
            return None
        subject = source_before(prose, low, cue.start)
        content = content_behind(prose, cue.end, stop, following, False, False)
        if subject is None or content is None:
            return None
        return Frame("seems", (cue.start, cue.end), None, [subject, content])
    if cue.passive:
        if cue.end < stop and words[cue.end] == "by":
            source = source_behind(prose, cue.end + 1, stop)
            subject = source_before(prose, low, cue.start)
            if source is not None and subject is not None:
                return Frame("passive", (cue.start, cue.end), source, [subject])
        if cue.kind & Word.SPEECH and cue.end < stop and words[cue.end] in _AFTER_ASKED:
            content = content_behind(prose, cue.end, stop, following, False)
            return None if content is None else Frame("asked", (cue.start, cue.end), None, [content])
        return None
    if cue.kind & Word.ING and not cue.kind & (Word.PAST | Word.THIRD):
        before = words[cue.start - 1] if cue.start > first else ""
        if cue.helped:
            source = source_before(prose, low, cue.start)
        elif before in (",", "by", "and", "in", "while", "before", "after", "—", QUOTED) or cue.start == first:
            if before in ("by", "in", "while", "after") and not cue.kind & Word.SPEECH:
                return None
            source = _known_subject(prose, first, cue, frames)
            pattern += "-ing"
        else:
            source = source_before(prose, low, cue.start)
            pattern += "-ing"
        if source is None:
            return None
    else:
        if cue.kind & Word.BASE and not cue.kind & (Word.PAST | Word.THIRD) and not cue.helped and cue.start == first:
            return None
        source = source_before(prose, low, cue.start)
        if source is None:
            before = words[cue.start - 1] if cue.start > first else ""
            if before not in ("and", "but", "or", "then", ","):
                return None
            source = _known_subject(prose, first, cue, frames)
            if source is None:
                return None
            pattern += "-and"
    tail = tail_of(prose, cue.end, stop)
    begin = tail.end if (tail.resumes or tail.listener) else cue.end
    content = content_behind(
        prose, begin, stop, following, _is_side_clause(prose, first, source), bool(cue.kind & Word.SPEECH)
    )
    if content is None:
        return None
    if cue.kind & Word.HALF and not _begins_clause(prose, content[0]):
        return None
    cue_end = tail.cue_end if tail.resumes else cue.end
    if cue_end < stop and words[cue_end] == ":":
        cue_end += 1
    if words[content[0]] == QUOTED and content[1] == content[0] + 1:
        pattern = "said-quote" if cue.kind & Word.SPEECH else "stance-quote"
    return Frame(pattern, (cue.start, cue_end), source, [content])


def _begins_clause(prose: Prose, place: int) -> bool:
    word = prose.words[place]
    return word in _CLAUSE_OPENERS or prose.kinds[place] & Word.PRONOUN != 0


def _is_side_clause(prose: Prose, first: int, source: Words) -> bool:
    """Whether the clause of this subject ends with the next comma: `who said …,`, `While Lee said …,`."""
    if prose.words[source[0]] in ("who", "which"):
        return True
    return source[0] - 1 == first and prose.words[first] in _SIDE_OPENERS


def _known_subject(prose: Prose, first: int, cue: Cue, frames: list[Frame]) -> Words | None:
    for frame in reversed(frames):
        if frame.source is not None:
            return frame.source
    subject = subject_of(prose, first, cue.start)
    return subject if subject is not None and subject[1] <= cue.start else None
