"""Who said what within one sentence, by rules on its words: cue, source and content as ranges of words."""

from __future__ import annotations

from onrecord.extraction.attributions.announced import beside_marks
from onrecord.extraction.attributions.contents import content_behind, tail_of
from onrecord.extraction.attributions.cue_phrases import Cue, find_cues
from onrecord.extraction.attributions.cues import Word, listed
from onrecord.extraction.attributions.postposed import according_to, speech_before
from onrecord.extraction.attributions.prose import QUOTED, Frame, Prose, Sentence, Words
from onrecord.extraction.attributions.sources import source_before, source_behind, subject_of

_FINITE = Word.PAST | Word.THIRD | Word.BASE
_SAID_TO_BE = listed(
    "expected said reported believed alleged known considered reportedly thought likely rumored deemed"
)
_SIDE_OPENERS = listed("although though while when since as if because after before once whereas")
_AFTER_ASKED = frozenset({",", QUOTED, "whether", "if", "how", "why", "what", "that"})
_CLAUSE_OPENERS = frozenset({QUOTED, "that", "whether", "how", "why", "what", "if", "there"})


def find_frames(prose: Prose, sentence: Sentence) -> list[Frame]:
    """The attributions of one sentence in order; contents do not overlap."""
    first, last = sentence.first, sentence.last
    stop = last
    while stop > first and prose.words[stop - 1] in (".", "!", "?", ";", ":", ",", ")"):
        stop -= 1
    cues = find_cues(prose, first, last, stop)
    frames: list[Frame] = []
    low = first
    for number, cue in enumerate(cues):
        if cue.start < low:
            continue
        following = cues[number + 1 :]
        if cue.kind == 0:
            frame = according_to(prose, low, cue, stop)
        else:
            frame = speech_before(prose, first if not frames else low, cue, stop)
            if frame is None and not _later_postposed(prose, low, cue, following, stop):
                frame = _preposed(prose, first, low, cue, following, stop, frames)
        if frame is not None and frame.content:
            frames.append(frame)
            low = max(max(end for _, end in frame.content), cue.end, frame.source[1] if frame.source else 0)
    return beside_marks(prose, sentence, frames)


def _later_postposed(prose: Prose, low: int, cue: Cue, following: list[Cue], stop: int) -> bool:
    """Whether a `…, Lee said` at the end of the sentence takes this cue into its content."""
    for later in reversed(following):
        if later.kind & Word.SPEECH:
            found = speech_before(prose, low, later, stop)
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
    resumes = tail.resumes or (tail.comma and tail.end + 1 < stop and words[tail.end + 1] == QUOTED)
    begin = tail.end if (resumes or tail.listener) else cue.end
    content = content_behind(
        prose, begin, stop, following, _is_side_clause(prose, first, source), bool(cue.kind & Word.SPEECH)
    )
    if content is None:
        return None
    if cue.kind & Word.HALF and not _begins_clause(prose, content[0]):
        return None
    cue_end = tail.cue_end if resumes else cue.end
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
