"""How a word's letters are made comparable: case, accents, quote marks and ligatures aside."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Curly and typewriter apostrophes are one mark to a reader; a modifier letter is a mark mistyped.
_MARKS = str.maketrans(
    {"‘": "'", "’": "'", "‛": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
)

# Letters that NFKD leaves whole although readers type them without the stroke (Gdańsk's Wałęsa, Søren).
_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """The word in lower case, without accents, with straight marks; may differ in length from `word`.

    Compatibility forms (ligatures, full-width letters) become plain ones: Unicode NFKD, then casefold.

    >>> fold("Wałęsa’s"), fold("ＮＡＴＯ"), fold("Zelenský")
    ("walesa's", 'nato', 'zelensky')
    """
    if word.isascii():
        return word.lower()
    # Twice, because casefold can bring back composed letters and NFKD can bring back capitals.
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word.translate(_MARKS)).casefold())
    return "".join(c for c in folded.translate(_STROKES) if not unicodedata.combining(c))
