"""The colours of systems, told apart by colour-blind eyes too; each system has a shape of its own besides.

Okabe and Ito's (2008), darkened for light paper and lightened for dark until each stands out from it by 3 to 1.
"""

from __future__ import annotations

# By slot: blue, vermilion, green, purple, ochre, sky, violet, grey. The first also stands for gains, the second for
# losses.
LIGHT = ("#0062ab", "#c24a00", "#007a5c", "#a8407f", "#8a6a00", "#2f83b5", "#6b4fa0", "#5d6470")
DARK = ("#5db4f0", "#ff8f4d", "#3fcf9f", "#e59ac6", "#e0b93a", "#9bd3f5", "#b9a3ee", "#aab2bf")


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2.1).

    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
