"""How do other ways of searching answer the same questions? One file a rival; `run_all.py` runs them all."""
