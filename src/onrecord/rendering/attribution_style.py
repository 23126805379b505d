"""The style sheet of the HTML article view: light and dark, no script, nothing loaded, no colour that means alone.

Contents differ by background and by underline (direct solid, mixed dashed, indirect dotted), sources by weight, cues
by slant, so that the view can be read in print and by people who see no colours.
"""

from __future__ import annotations

# Above this the rules that join the parts of an attribution under the pointer would outweigh the article.
MOST_JOINED = 400

_LIGHT = (
    "--ink:#1c1e21;--soft:#5d6470;--line:#dfe3e8;--paper:#fff;"
    "--source:#0b4fb3;--cue:#9a1f5f;"
    "--direct:#fdf0c4;--direct-edge:#d19a00;--mixed:#fde3d2;--mixed-edge:#d2691e;--indirect:#e1f1e6;"
    "--indirect-edge:#3c9a5f;--joined:#ffd54a"
)
_DARK = (
    "--ink:#e4e6ea;--soft:#9aa3b0;--line:#3a3f47;--paper:#16181c;"
    "--source:#8ab8ff;--cue:#f29bc6;"
    "--direct:#3f3410;--direct-edge:#d9ab2b;--mixed:#442a19;--mixed-edge:#e08a52;--indirect:#173524;"
    "--indirect-edge:#5fbf85;--joined:#7a5f00"
)
_RULES = """
{me}{{{light};color:var(--ink);font:16px/1.65 Charter,'Bitstream Charter',Georgia,'Liberation Serif',serif;
max-width:64em;margin:0 auto;text-align:start}}
{me} h2{{font-size:1.5em;line-height:1.25;margin:0 0 .3em;font-weight:700}}
{me} .facts,{me} .legend,{me} aside,{me} .index{{font:13px/1.5 system-ui,'Segoe UI',Roboto,'Liberation Sans',sans-serif;
color:var(--soft)}}
{me} .legend{{display:flex;flex-wrap:wrap;gap:.4em 1.1em;margin:.4em 0 1.4em;padding:0 0 .8em;
border-bottom:1px solid var(--line)}}
{me} .row{{display:flex;flex-wrap:wrap;gap:.2em 2.2em;margin:0 0 1.05em}}
{me} .row p{{flex:1 1 24em;max-width:41em;margin:0;color:inherit}}
{me} aside{{flex:1 1 15em;max-width:26em;padding-top:.25em}}
{me} h2 a{{color:inherit;text-decoration-color:var(--soft);text-decoration-thickness:1px;text-underline-offset:.15em}}
{me} aside:empty{{padding:0}}
{me} .how{{white-space:nowrap}}
{me} .note{{padding:0 .5em;border-radius:4px;border-inline-start:3px solid var(--edge,var(--line));margin:0 0 .3em}}
{me} .note b{{color:var(--ink);font-weight:600}}
{me} .note:focus{{outline:2px solid var(--source)}}
{me} mark{{background:var(--fill);color:inherit;padding:.12em 0;border-bottom:2px solid var(--edge)}}
{me} .direct{{--fill:var(--direct);--edge:var(--direct-edge)}}
{me} .mixed{{--fill:var(--mixed);--edge:var(--mixed-edge)}}
{me} .indirect{{--fill:var(--indirect);--edge:var(--indirect-edge)}}
{me} mark.mixed{{border-bottom-style:dashed}}
{me} mark.indirect{{border-bottom-style:dotted}}
{me} mark.begin{{border-start-start-radius:4px;border-end-start-radius:4px;padding-inline-start:.15em}}
{me} mark.end{{border-start-end-radius:4px;border-end-end-radius:4px;padding-inline-end:.15em}}
{me} .inside{{background:var(--fill);border-bottom:2px solid var(--edge);padding:.12em 0}}
{me} .inside.mixed{{border-bottom-style:dashed}}
{me} .inside.indirect{{border-bottom-style:dotted}}
{me} .source{{color:var(--source);font-weight:600}}
{me} .cue{{color:var(--cue);font-style:italic}}
{me} sup{{font:600 .62em/1 system-ui,sans-serif;color:var(--soft);margin-inline-start:.1em;font-style:normal;
vertical-align:super}}
{me} .index{{border-top:1px solid var(--line);padding-top:.8em;margin-top:1.6em}}
{me} .index b{{color:var(--ink);font-weight:600}}
@media (prefers-color-scheme:dark){{{me}{{{dark}}}}}
[data-jp-theme-light="true"] {me},.vscode-light {me}{{{light}}}
[data-jp-theme-light="false"] {me},.vscode-dark {me}{{{dark}}}
@media print{{{me} mark,{me} .note{{print-color-adjust:exact;-webkit-print-color-adjust:exact}}}}
"""
PAGE_STYLE = (
    "body{margin:0;padding:2.2em 1.4em;background:#fff}"
    "@media (prefers-color-scheme:dark){body{background:#16181c}}"
    "@media (max-width:40em){body{padding:1.2em .9em}}"
)


def style_sheet(scope: str, count: int) -> str:
    """The rules for the element with id `scope` and its `count` attributions, as the text of a `<style>` element.

    Pointing at any part of an attribution, or moving the focus to its note, lights up all of its parts.
    """
    me = f"#{scope}"
    rules = [_RULES.format(me=me, light=_LIGHT, dark=_DARK).replace("\n", "")]
    for number in range(1, min(count, MOST_JOINED) + 1):
        one = f'[data-of~="{number}"]'
        rules.append(f"{me}:has({one}:is(:hover,:focus)) {one}{{background:var(--joined)}}")
    return "\n".join(rules)
