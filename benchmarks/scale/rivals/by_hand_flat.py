"""bm25s and FAISS by hand, vectors searched exactly."""

from __future__ import annotations

from scale.rivals.by_hand import ByHand
from scale.rivals.contest import main

if __name__ == "__main__":
    main(ByHand("flat"))
