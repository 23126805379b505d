"""How do people and scripts ask? One file per verb; no loops over articles here."""
