"""Speech that stands before its cue: `…, Lee said`, `…, said Lee`, `…, according to Lee`."""

from __future__ import annotations

from itertools import pairwise

from onrecord.extraction.attributions.contents import has_clause, tail_of
from onrecord.extraction.attributions.cue_phrases import Cue
from onrecord.extraction.attributions.cues import VERB, Word
from onrecord.extraction.attributions.prose import QUOTED, Frame, Prose, Words
from onrecord.extraction.attributions.sources import source_before, source_behind

_FINITE = Word.PAST | Word.THIRD | Word.BASE
_CUE = Word.SPEECH | Word.STANCE | Word.SEEMS
_LONGEST_SUBJECT = 12
_ENDS_SPEECH = frozenset(",.?!—-…–")
_PAUSES = frozenset({",", "—", "-", "–"})


def speech_before(prose: Prose, low: int, cue: Cue, stop: int) -> Frame | None:
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
    if prefix_end == edge or words[edge] in ("who", "which", "that"):
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


def _skip_opening(prose: Prose, low: int, end: int) -> int:
    while low < end - 1 and prose.words[low] in (",", ";", ".", "and", "but"):
        low += 1
    return low


def _first_phrase_end(prose: Prose, cue: Cue, stop: int) -> int:
    """The comma behind the source of an opening `According to Lee, the mayor, …`: the first that a clause follows."""
    commas = [place for place in range(cue.end, stop) if prose.words[place] == ","]
    for comma, following in pairwise([*commas, stop]):
        if following == stop or has_clause(prose, comma + 1, following):
            return comma
    return stop


def according_to(prose: Prose, low: int, cue: Cue, stop: int) -> Frame | None:
    """`…, according to Lee`, `According to Lee, …`."""
    source = source_behind(prose, cue.end, _first_phrase_end(prose, cue, stop) if cue.start - low < 2 else stop)
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
