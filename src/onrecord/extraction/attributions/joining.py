"""Attributions of a whole article by rules: frames of its sentences, joined where a quotation goes on behind them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from onrecord.extraction.attributions.announced import signature
from onrecord.extraction.attributions.frames import find_frames
from onrecord.extraction.attributions.prose import QUOTED, Frame, Prose, Sentence
from onrecord.extraction.attributions.speech import confidence_of, holds_speech
from onrecord.extraction.attributions.style import Styles
from onrecord.extraction.attributions.transcripts import find_turns
from onrecord.records import Span
from onrecord.spoken import Attribution, Finder

# Longer quotations are no headings.
_HEADING_LENGTH = 200


def join_frames(prose: Prose, wanted: Callable[[Sentence], bool]) -> list[Frame]:
    """The frames of all wanted sentences in order, each with content.

    A sentence that is all quotation goes on with the speech before it when both stand in one paragraph, when that
    ended in quotation marks, or with a colon. Otherwise it is a frame of its own without source and cue, unless
    nothing closes it.
    """
    found: list[Frame] = []
    previous: Frame | None = None
    paragraph = -1
    quoted: Sentence | None = None
    for sentence in prose.sentences:
        if _is_quotation(prose, sentence):
            if sentence.paragraph != paragraph and _is_heading(prose, sentence.first):
                previous = None
            elif previous is not None and _goes_on(prose, previous, sentence, paragraph):
                _extend(previous, sentence, paragraph)
                _close(prose, previous, sentence)
            else:
                previous = _floating(prose, sentence)
                if previous is not None:
                    found.append(previous)
            paragraph, quoted = sentence.paragraph, sentence
            continue
        signed = _signed(prose, quoted, sentence, previous)
        quoted = None
        if signed is not None:
            found.append(signed)
            previous = None
            continue
        frames = find_frames(prose, sentence) if wanted(sentence) else []
        if previous is not None and frames:
            _take_open_paragraphs(prose, previous, frames, sentence)
        found += frames
        previous = _speaking(prose, frames)
        paragraph = sentence.paragraph
    return [frame for frame in found if frame.content and frame.pattern != "open"]


def _is_quotation(prose: Prose, sentence: Sentence) -> bool:
    return prose.words[sentence.first] == QUOTED and all(
        prose.words[place] == QUOTED or not prose.words[place].isalnum()
        for place in range(sentence.first, sentence.last)
    )


def _signed(prose: Prose, quoted: Sentence | None, sentence: Sentence, previous: Frame | None) -> Frame | None:
    """A quotation and the sentence `— Ann Lee` behind it, taken back from the frame it had been given to."""
    if quoted is None or quoted.paragraph != sentence.paragraph:
        return None
    signed = signature(prose, quoted.first, sentence.first, sentence.last)
    if signed is not None and previous is not None and previous.content[-1] == (quoted.first, quoted.last):
        previous.content.pop()
    return signed


def _goes_on(prose: Prose, previous: Frame, sentence: Sentence, paragraph: int) -> bool:
    if sentence.paragraph == paragraph or not previous.content:
        return True
    if previous.cue is not None and prose.words[previous.cue[1] - 1] == ":":
        return True
    return any(prose.words[end - 1] == QUOTED for _, end in previous.content)


def _extend(previous: Frame, sentence: Sentence, paragraph: int) -> None:
    last = sentence.last
    if previous.content:
        first, end = previous.content[-1]
        if sentence.first <= end + 1 and sentence.paragraph == paragraph:
            previous.content[-1] = (first, last)
            return
    previous.content.append((sentence.first, last))


def _close(prose: Prose, frame: Frame, sentence: Sentence) -> None:
    """Several paragraphs of speech, the last one closed, are speech without a cue too."""
    last = prose.quotations.get(sentence.last - 1)
    if frame.pattern == "open" and last is not None and last.closed:
        frame.pattern = "floating"


def _take_open_paragraphs(prose: Prose, previous: Frame, frames: list[Frame], sentence: Sentence) -> None:
    """Gives earlier paragraphs of speech, each opened and not closed, to the cue that comes in the last of them."""
    last = previous.content[-1][1] - 1 if previous.content else -1
    if previous.cue is not None or last not in prose.quotations or prose.quotations[last].closed:
        return
    for frame in frames:
        if frame.content and frame.content[0][0] == sentence.first and prose.words[sentence.first] == QUOTED:
            frame.content[:0] = previous.content
            previous.content = []
            return


def _floating(prose: Prose, sentence: Sentence) -> Frame | None:
    """A quotation that fills its sentence and that nobody is said to have said."""
    last = prose.quotations.get(sentence.last - 1)
    if last is not None and not last.closed:
        return Frame("open", None, None, [(sentence.first, sentence.last)])
    if not holds_speech(prose, sentence.first):
        return None
    return Frame("floating", None, None, [(sentence.first, sentence.last)])


def _is_heading(prose: Prose, quoted: int) -> bool:
    """Whether half of the words behind the first have capitals: `'Legend of the Coal Fields.'`"""
    inner = prose.quotations[quoted].inner
    words = prose.text[inner.start : min(inner.end, inner.start + _HEADING_LENGTH)].split()[1:]
    return 2 * sum(word[0].isupper() for word in words) >= len(words)


def _speaking(prose: Prose, frames: list[Frame]) -> Frame | None:
    """The frame whose speech a following quotation goes on with."""
    for frame in reversed(frames):
        if not frame.content or any(prose.words[end - 1] == QUOTED for _, end in frame.content):
            return frame
    return frames[-1] if frames else None


def attributions_of(prose: Prose, frames: list[Frame], finder: Finder) -> list[Attribution]:
    """The frames as attributions, with the turns of a transcript, in order; no contents overlap."""
    return flat([attribution for _, attribution in attribute(prose, frames, finder)])


def attribute(prose: Prose, frames: list[Frame], finder: Finder) -> list[tuple[str, Attribution]]:
    """The turns of a transcript, then the frames, as attributions, each with the name of its rule."""
    styles = Styles(prose.text, prose.marked)
    found = []
    turns = find_turns(prose.text, prose.paragraphs)
    starts = [turn.label.start for turn in turns]
    for turn in turns:
        spans = (turn.label,), (turn.colon,), turn.said
        found.append(("turn", Attribution(*spans, "direct", confidence_of("turn"), finder)))
    for frame in frames:
        if turns and frame.pattern == "floating":
            continue
        content = _apart([prose.span(*words) for words in frame.content])
        source = (prose.span(*frame.source),) if frame.source else ()
        cue = (prose.span(*frame.cue),) if frame.cue else ()
        number = bisect_right(starts, content[-1].end - 1) - 1
        if number >= 0 and content[0].start < turns[number].said[-1].end:
            continue
        spoken = Attribution(source, cue, content, styles.of(content), confidence_of(frame.pattern), finder)
        found.append((frame.pattern, spoken))
    return found


def _apart(spans: list[Span]) -> tuple[Span, ...]:
    """The spans in order, those that touch joined."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def flat(attributions: list[Attribution]) -> list[Attribution]:
    """By first content, none overlapping another: of two that do, the surer stays, of equals the earlier."""
    spans = sorted((span, place) for place, attribution in enumerate(attributions) for span in attribution.content)
    dropped: set[int] = set()
    reach: tuple[Span, int] | None = None
    for span, place in spans:
        if place in dropped:
            continue
        if reach is not None and span.start < reach[0].end and reach[1] != place and reach[1] not in dropped:
            loser = place if attributions[reach[1]].confidence >= attributions[place].confidence else reach[1]
            dropped.add(loser)
            if loser == place:
                continue
        if reach is None or reach[1] in dropped or span.end >= reach[0].end:
            reach = (span, place)
    kept = [attribution for place, attribution in enumerate(attributions) if place not in dropped]
    return sorted(kept, key=lambda attribution: (attribution.content[0], attribution.content[-1]))
