"""How does an archive of ten thousand, a hundred thousand, a million passages behave? `scale.py` measures it."""
