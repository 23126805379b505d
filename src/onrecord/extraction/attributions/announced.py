"""Speech shown by its punctuation where no known verb says so: `…," she offered`, `Lee had this to say: "…"`."""

from __future__ import annotations

from onrecord.extraction.attributions.cues import Word, listed
from onrecord.extraction.attributions.prose import QUOTED, Frame, Prose, Sentence, Words
from onrecord.extraction.attributions.sources import source_behind, subject_of

_LONGEST_ANNOUNCEMENT, _LONGEST_BRIDGE = 14, 5
_LONGEST_SIGNATURE, _LONGEST_DESCRIPTION = 10, 6
_DASHES = frozenset("—–―-")
_VERBAL = Word.BE | Word.AUXILIARY | Word.PRONOUN | Word.SUBORDINATOR
_PARTICLES = listed("on out back in up off along")
_FUNCTION = int(
    Word.PREPOSITION | Word.DETERMINER | Word.PRONOUN | Word.SUBORDINATOR | Word.COORDINATOR | Word.BE | Word.AUXILIARY
)
# A quotation of fewer words beside an unknown verb is a title or a nickname.
_FEWEST_WORDS = 4


def beside_marks(prose: Prose, sentence: Sentence, frames: list[Frame]) -> list[Frame]:
    """The frames of a sentence, corrected and completed by what its colon and its quotations show."""
    _end_cue_at_colon(prose, sentence, frames)
    covered = max((end for frame in frames for _, end in frame.content), default=sentence.first)
    quoted = [place for place in range(sentence.first, sentence.last) if prose.words[place] == QUOTED]
    free = [place for place in quoted if not any(a <= place < b for frame in frames for a, b in frame.content)]
    if free:
        found = (
            _signed(prose, sentence, free[0]) or _after(prose, sentence, free[0]) or _before(prose, sentence, free[0])
        )
        if found is not None and not any(_touch(found, frame) for frame in frames):
            return sorted([*frames, found], key=lambda frame: frame.content[0])
    elif not quoted and prose.words[sentence.last - 1] == ":" and covered < sentence.last - 1:
        announcement = _announcement(prose, max(sentence.first, covered), sentence.last)
        if announcement is not None:
            frames.append(announcement)
    return frames


def _touch(one: Frame, other: Frame) -> bool:
    def spans(frame: Frame) -> list[Words]:
        return frame.content if frame.cue is None else [frame.cue, *frame.content]

    return any(a < d and c < b for a, b in spans(one) for c, d in spans(other))


def _end_cue_at_colon(prose: Prose, sentence: Sentence, frames: list[Frame]) -> None:
    """`He put it this way: "…"`: what stands between the verb and the colon belongs to the cue."""
    if not frames:
        return
    frame = frames[-1]
    if frame.cue is None or not frame.content or frame.content[0][0] < frame.cue[1]:
        return
    begin, end = frame.content[0]
    for place in range(begin, min(end + 1, begin + _LONGEST_BRIDGE + 1, sentence.last)):
        if prose.words[place] == ":" and (place + 1 == sentence.last or prose.words[place + 1] == QUOTED):
            frame.cue = (frame.cue[0], place + 1)
            frame.content = [(place + 1, end)] if place + 1 < end else []
            return


def _announcement(prose: Prose, first: int, last: int) -> Frame | None:
    """`Lee issued this statement:`, whose content is the next paragraph; `Lee:` has the colon alone as its cue."""
    colon = last - 1
    source = subject_of(prose, first, colon)
    if source is None or colon - source[1] > _LONGEST_ANNOUNCEMENT:
        return None
    return Frame("announced", (source[1], last), source)


def _signed(prose: Prose, sentence: Sentence, quoted: int) -> Frame | None:
    """`"…" — Ann Lee, Ohio`: a dash and a name are all that follows."""
    return signature(prose, quoted, quoted + 1, sentence.last) if sentence.first == quoted else None


def signature(prose: Prose, quoted: int, first: int, last: int) -> Frame | None:
    """The frame of the quotation at `quoted` when words [first, last) are a dash and the name of who said it."""
    words = prose.words
    begin = end = first
    while begin < last and words[begin] in _DASHES:
        begin += 1
    end = begin
    while end < last and words[end] not in (".", QUOTED):
        end += 1
    if begin == first or not 1 <= end - begin <= _LONGEST_SIGNATURE or end < last - 1 or not prose.is_capital(begin):
        return None
    if any(prose.kinds[at] & _VERBAL for at in range(begin, end)):
        return None
    return Frame("signed", (first, begin), (begin, end), [(quoted, first)])


def _after(prose: Prose, sentence: Sentence, quoted: int) -> Frame | None:
    """`…," she offered`, `…," agrees Lee`: a comma inside the marks shows that they hold speech."""
    words = prose.words
    place = quoted + 1
    if prose.pause(quoted) != "," or place >= sentence.last or words[place] == ",":
        return None
    begin = quoted
    while begin > sentence.first and words[begin - 1] == QUOTED:
        begin -= 1
    content = [(begin, quoted + 1)]
    end = place
    if prose.kinds[place] & Word.PRONOUN:
        end += 1
    else:
        while (
            end < sentence.last
            and end - place < 8
            and (prose.is_capital(end) or (end > place and words[end] in (".", "of")))
        ):
            end += 1
    if end == place and prose.kinds[place] & Word.DETERMINER:
        end = _description_end(prose, place, sentence.last)
    if end > place:
        verb = end
        while verb < sentence.last and prose.kinds[verb] & (Word.ADVERB | Word.AUXILIARY):
            verb += 1
        if not _may_be_verb(prose, verb, sentence.last):
            return None
        return Frame("beside", (end, _with_particle(prose, verb, sentence.last)), (place, end), content)
    if not _may_be_verb(prose, place, sentence.last):
        return None
    source = source_behind(prose, place + 1, sentence.last)
    if source is None or not (prose.is_capital(source[0]) or prose.kinds[source[0]] & Word.DETERMINER):
        return None
    return Frame("beside", (place, place + 1), source, content)


def _description_end(prose: Prose, place: int, last: int) -> int:
    """The verb of `the article read.`, when nothing else follows; `place` when more does."""
    stop = last - 1 if prose.words[last - 1] == "." else last
    if not 3 <= stop - place <= _LONGEST_DESCRIPTION or any(not prose.words[at].isalpha() for at in range(place, stop)):
        return place
    return stop - 1


def _may_be_verb(prose: Prose, place: int, last: int) -> bool:
    if place >= last or prose.kinds[place] & _FUNCTION or prose.is_capital(place):
        return False
    word = prose.words[place]
    return word.isalpha() and word.endswith(("ed", "s", "t", "d", "n", "g", "w", "k"))


def _with_particle(prose: Prose, verb: int, last: int) -> int:
    return verb + 2 if verb + 1 < last and prose.words[verb + 1] in _PARTICLES else verb + 1


def _before(prose: Prose, sentence: Sentence, quoted: int) -> Frame | None:
    """`Lee had this to say: "…"`, `…, waving signs that read, "…"`, `Lee: "…"`."""
    words = prose.words
    place = quoted - 1
    if place <= sentence.first or prose.text.count(" ", *_inner(prose, quoted)) + 1 < _FEWEST_WORDS:
        return None
    end = quoted + 1
    while end < sentence.last and words[end] == QUOTED:
        end += 1
    if words[place] == ":":
        found = _announcement(prose, sentence.first, quoted)
        if found is not None:
            found.content.append((quoted, end))
        return found
    verb = place - 1 if words[place] == "," else place
    if verb > sentence.first and words[verb].endswith("ing") and not prose.is_capital(verb):
        source = subject_of(prose, sentence.first, verb)
        if source is not None and source[1] <= verb:
            return Frame("beside", (verb, verb + 1), source, [(quoted, end)])
    return None


def _inner(prose: Prose, quoted: int) -> Words:
    inner = prose.quotations[quoted].inner
    return inner.start, inner.end
