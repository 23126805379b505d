"""One article as HTML with what is said, by whom and with which words: self-contained, no script, all escaped.

Spans of several attributions may cross, elements may not: so every stretch under the same parts is one element that
names the numbers of all of them.
"""

from __future__ import annotations

import hashlib
import html
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from onrecord.rendering.attribution_overlay import Stretch, overlaid, parts_of, within
from onrecord.rendering.attribution_style import PAGE_STYLE, style_sheet
from onrecord.rendering.attribution_words import UNKNOWN_SPEAKER, speaker_name
from onrecord.rendering.counts import plural
from onrecord.rendering.links import html_link
from onrecord.rendering.safe_text import printable
from onrecord.spoken import Attribution, Speaker
from onrecord.text.paragraphs import find_paragraphs

_LEGEND = (
    '<span class="source">source</span><span class="cue">cue</span><mark class="direct begin end">direct</mark>'
    '<mark class="mixed begin end">mixed</mark><mark class="indirect begin end">indirect</mark>'
    "<span>numbers join what belongs together</span>"
)


def attributed_article_html(
    text: str,
    attributions: Sequence[Attribution],
    speakers: Sequence[Speaker] = (),
    *,
    title: str = "",
    facts: Sequence[str] = (),
    url: str = "",
    page: bool = False,
) -> str:
    """The article as a `<div>` with its own style sheet, or with `page` as a whole HTML document.

    Contents stand on a background by style, sources are bold, cues slanted; each ends in its attribution's number.
    Beside each paragraph, or under it where there is no room, stand the notes of the attributions whose content
    begins there: number, speaker, style and confidence, and as a tooltip how the speaker was found. Pointing at any
    part shows the speaker and lights up all parts of the attribution. `facts` stand under the title, which links to
    `url` if that is a web address. Same input, same bytes; two views on one page do not disturb each other unless
    they are equal.
    """
    view = _View(text, attributions, speakers)
    heading = f"<h2 dir='auto'>{html_link(_plain(title), url)}</h2>".replace("'", '"') if title else ""
    known = " · ".join(html.escape(_plain(fact)) for fact in facts if fact)
    body = (
        f'<style>{style_sheet(view.scope, len(attributions))}</style><div id="{view.scope}">{heading}'
        + (f'<div class="facts">{known}</div>' if known else "")
        + f'<div class="legend">{_LEGEND}</div>'
        + "\n".join(view.rows())
        + f'<div class="index">{view.index()}</div></div>'
    )
    if not page:
        return body
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        # Nothing runs and nothing is loaded, whatever a text might smuggle past the escaping.
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{html.escape(_plain(title) or 'Who said what')}</title><style>{PAGE_STYLE}</style></head>\n"
        f"<body><main>{body}</main></body></html>\n"
    )


class _View:
    """What all paragraphs share."""

    def __init__(self, text: str, attributions: Sequence[Attribution], speakers: Sequence[Speaker]) -> None:
        self._attributions, self._speakers = attributions, speakers
        self._text = printable(text)
        self._paragraphs = find_paragraphs(text)
        cuts = [place for paragraph in self._paragraphs for place in (paragraph.start, paragraph.end)]
        self._stretches = overlaid(parts_of(text, attributions), len(text), cuts)
        self._begins = sorted((a.content[0].start, n) for n, a in enumerate(attributions) if a.content)
        digest = hashlib.sha256(repr((text, attributions, speakers)).encode("utf-8", "surrogatepass"))
        self.scope = f"onrecord-{digest.hexdigest()[:10]}"
        self._titles = [self._title(index) for index in range(len(attributions))]

    def rows(self) -> Iterator[str]:
        """One paragraph each, with its notes."""
        for paragraph in self._paragraphs:
            words = "".join(self._marked(stretch) for stretch in within(self._stretches, paragraph))
            first = bisect_right(self._begins, (paragraph.start, -1))
            last = bisect_right(self._begins, (paragraph.end, -1))
            notes = "".join(self._note(index) for _, index in self._begins[first:last])
            yield f'<div class="row"><p dir="auto">{words}</p><aside>{notes}</aside></div>'

    def index(self) -> str:
        """The speakers in order of appearance with how much they say."""
        said: dict[str, int] = {}
        for index in range(len(self._attributions)):
            name = speaker_name(self._speakers, index) or UNKNOWN_SPEAKER
            said[name] = said.get(name, 0) + 1
        if not said:
            return "No attributions found."
        listed = ", ".join(f"<b>{html.escape(name)}</b>&nbsp;{count}" for name, count in said.items())
        return f"{plural(len(self._attributions), 'attribution')}: {listed}"

    def _marked(self, stretch: Stretch) -> str:
        words = html.escape(stretch.span.of(self._text), quote=False)
        if not stretch.parts:
            return words
        inner = stretch.parts[0]
        style = next((self._attributions[p.number - 1].style for p in stretch.parts if p.role == "content"), None)
        numbers = " ".join(dict.fromkeys(str(part.number) for part in stretch.parts))
        about = (
            f'data-of="{numbers}" aria-describedby="{self.scope}-{inner.number}" '
            f'title="{self._titles[inner.number - 1]}"'
        )
        closed = ",".join(str(part.number) for part in stretch.closing[:_MOST_NUMBERS])
        ends = f'<sup aria-hidden="true">{closed}</sup>' if closed else ""
        if inner.role == "content":
            edges = " begin" * any(p.role == "content" for p in stretch.opening)
            edges += " end" * any(p.role == "content" for p in stretch.closing)
            return f'<mark class="{style}{edges}" {about}>{words}{ends}</mark>'
        around = f" inside {style}" if style else ""
        return f'<span class="{inner.role}{around}" {about}>{words}{ends}</span>'

    def _note(self, index: int) -> str:
        attribution = self._attributions[index]
        name = speaker_name(self._speakers, index)
        shown = f"<b>{html.escape(name)}</b>" if name else UNKNOWN_SPEAKER
        reason = _plain(self._speakers[index].reason) if index < len(self._speakers) else ""
        because = f' title="{html.escape(reason)}"' if reason else ""
        return (
            f'<div class="note {attribution.style}" id="{self.scope}-{index + 1}" data-of="{index + 1}" tabindex="0" '
            f'dir="auto"{because}>{index + 1}&ensp;{shown} '
            f'<span class="how">{attribution.style} · {attribution.confidence:.2f}</span></div>'
        )

    def _title(self, index: int) -> str:
        attribution = self._attributions[index]
        name = speaker_name(self._speakers, index) or UNKNOWN_SPEAKER
        words = f"{index + 1}: {name} · {attribution.style} · confidence {attribution.confidence:.2f}"
        return html.escape(words)


# As many numbers at one place as a reader can tell apart.
_MOST_NUMBERS = 8


def _plain(text: str) -> str:
    return " ".join(printable(text).split())
