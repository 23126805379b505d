"""The style sheet of the HTML report: light, dark and print, down to a telephone's width."""

from __future__ import annotations

from onrecord.rendering.bench_palette import DARK, LIGHT

_LIGHT = (
    "--ink:#1b1e23;--soft:#5a6270;--line:#dde1e7;--faint:#eceff3;--paper:#fff;--card:#f7f8fa;--link:#0b4fb3;"
    + "".join(f"--s{slot}:{colour};" for slot, colour in enumerate(LIGHT))
    + f"--gain:{LIGHT[0]};--lack:{LIGHT[1]}"
)
_DARK = (
    "--ink:#e6e8ec;--soft:#a0a8b5;--line:#363c45;--faint:#262b32;--paper:#15171b;--card:#1c1f25;--link:#8ab8ff;"
    + "".join(f"--s{slot}:{colour};" for slot, colour in enumerate(DARK))
    + f"--gain:{DARK[0]};--lack:{DARK[1]}"
)
_SLOTS = "".join(f".s{n}{{--c:var(--s{n})}}" for n in range(len(LIGHT)))
STYLE = f"""
:root{{color-scheme:light dark;{_LIGHT}}}
@media (prefers-color-scheme:dark){{:root{{{_DARK}}}}}
@media print{{:root{{color-scheme:light;{_LIGHT}}}}}
{_SLOTS}
*{{box-sizing:border-box}}
body{{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,'Segoe UI',Roboto,'Liberation Sans',
sans-serif;overflow-wrap:anywhere}}
main{{max-width:74rem;margin:0 auto;padding:2.6rem 1.6rem 4rem}}
h1{{font:700 2.1rem/1.15 Charter,'Bitstream Charter',Georgia,'Liberation Serif',serif;margin:0 0 .35rem}}
h2{{font:700 1.35rem/1.25 Charter,'Bitstream Charter',Georgia,'Liberation Serif',serif;margin:3.2rem 0 .5rem;
padding-top:1.1rem;border-top:1px solid var(--line)}}
h3{{font-size:1rem;line-height:1.3;margin:0 0 .15rem}}
p{{margin:.3rem 0 .8rem;max-width:44rem}}
.facts,.about,figcaption,summary,.note{{color:var(--soft);font-size:.875rem;line-height:1.45}}
nav{{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;font-size:.875rem;margin:1.1rem 0 0}}
a{{color:var(--link);text-underline-offset:.18em;text-decoration-thickness:1px}}
.found{{list-style:none;margin:1.4rem 0;padding:0;display:grid;gap:.7rem;
grid-template-columns:repeat(auto-fit,minmax(min(100%,21rem),1fr))}}
.found li{{background:var(--card);border-inline-start:4px solid var(--soft);border-radius:4px;padding:.65rem .9rem}}
.found .better{{border-color:var(--gain)}}.found .worse{{border-color:var(--lack)}}
.found b{{display:block;font-weight:600}}.found span{{color:var(--soft);font-size:.875rem}}
.better i{{color:var(--gain)}}.worse i{{color:var(--lack)}}
i{{font-style:normal}}
.scroll{{overflow-x:auto;margin:.8rem 0 1.2rem;max-width:100%}}
table{{border-collapse:collapse;font-size:.875rem;line-height:1.4;font-variant-numeric:tabular-nums}}
th,td{{text-align:start;padding:.38rem .9rem .38rem 0;border-bottom:1px solid var(--line);vertical-align:top;
overflow-wrap:normal}}
thead th{{color:var(--soft);font-weight:600;border-bottom-color:var(--soft);white-space:nowrap;vertical-align:bottom}}
tbody th{{font-weight:600;white-space:nowrap;position:sticky;left:0;background:var(--paper)}}
td small{{color:var(--soft);font-size:.8125rem;white-space:nowrap;margin-inline-start:.15em}}
td.figure{{white-space:nowrap}}
tr.lead th{{color:var(--s0)}}
.legend{{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;list-style:none;padding:0;margin:.6rem 0 1rem;font-size:.875rem}}
.legend li{{display:flex;align-items:center;gap:.4rem}}
.legend svg{{width:14px;height:14px}}
.plots{{display:grid;gap:1.6rem 2.2rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));
align-items:start}}
.parts{{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);column-gap:3rem}}
.parts>section{{grid-column:1/-1;min-width:0}}.parts>.half{{grid-column:auto}}
figure{{margin:0;max-width:29rem;break-inside:avoid}}
figure svg{{display:block;width:100%;height:auto;margin:.3rem 0}}
figcaption{{margin:.1rem 0 .3rem}}
details{{margin:.3rem 0}}summary{{cursor:pointer}}summary:focus-visible,a:focus-visible{{outline:2px solid var(--link);
outline-offset:2px}}
svg text{{font:12px system-ui,'Segoe UI',Roboto,'Liberation Sans',sans-serif;fill:var(--ink)}}
svg .label{{font-weight:600}}svg .tick,svg .note,svg .axis{{fill:var(--soft)}}svg .note{{font-size:11px}}
svg .value{{font-weight:600}}
svg .gain-word,svg .lack-word{{font-weight:600;paint-order:stroke;stroke:var(--paper);stroke-width:3px}}
svg .gain-word{{fill:var(--gain)}}svg .lack-word{{fill:var(--lack)}}
svg .grid{{stroke:var(--faint)}}svg .rule{{stroke:var(--line)}}svg .zero{{stroke:var(--ink);stroke-width:1.2}}
svg .diagonal{{stroke:var(--soft);stroke-dasharray:4 4}}
svg [class^=s] circle,svg [class^=s] rect,svg [class^=s] polygon{{fill:var(--c)}}
svg .whisker{{stroke:var(--c);stroke-width:1.6}}
svg .curve{{fill:none;stroke:var(--c);stroke-width:2;stroke-linejoin:round}}
svg .bar{{opacity:.45}}svg .notch{{stroke:var(--c);stroke-width:2.5}}
svg .gain,svg .lack{{shape-rendering:crispEdges}}svg .gain rect{{fill:var(--gain)}}svg .lack rect{{fill:var(--lack)}}
svg .step rect{{fill:var(--soft);opacity:.55}}svg .step .loss{{fill:var(--lack);opacity:1}}
svg .step .found{{fill:var(--gain);opacity:1}}svg .joint{{stroke:var(--soft);stroke-dasharray:2 2}}
svg g:hover>rect,svg g:hover>circle,svg g:hover>polygon{{stroke:var(--ink);stroke-width:1.2}}
.misses td{{min-width:9rem;max-width:22rem;overflow-wrap:anywhere}}
.misses td.ranks{{min-width:6.5rem}}
.misses blockquote{{margin:.15rem 0 0;padding:0}}
.misses .stage{{font-weight:600}}
dl{{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:.2rem 1.2rem;font-size:.875rem;margin:.6rem 0}}
dt{{color:var(--soft)}}dd{{margin:0;overflow-wrap:anywhere}}
footer{{margin-top:3rem;border-top:1px solid var(--line);padding-top:.8rem}}
@media (max-width:58rem){{.parts{{grid-template-columns:minmax(0,1fr)}}}}
@media (max-width:44rem){{
main{{padding:1.4rem 1rem 3rem}}h1{{font-size:1.6rem}}h2{{margin-top:2.2rem}}
.misses thead{{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}}
.misses tr{{display:block;border-bottom:1px solid var(--soft);padding:.5rem 0}}
.misses td{{display:block;border:0;padding:.25rem 0;max-width:none}}
.misses td[data-label]::before{{content:attr(data-label);display:block;color:var(--soft);font-size:.75rem}}
dl{{grid-template-columns:1fr;gap:0}}dd{{margin-bottom:.5rem}}
}}
@media print{{
body{{font-size:10.5pt}}main{{padding:0;max-width:none}}nav,.facts a{{display:none}}
.scroll{{overflow:visible}}h2,h3,.about,.legend{{break-after:avoid}}tr,figure,.half,.found li{{break-inside:avoid}}
.parts{{grid-template-columns:minmax(0,1fr) minmax(0,1fr);column-gap:2rem}}tbody th{{position:static}}
td.figure{{white-space:normal;padding-inline-end:.5rem}}td.figure small{{display:block;margin:0;white-space:normal}}
svg *,.found li{{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
}}
"""
