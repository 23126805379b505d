"""In what order do the parts work? One file per use: index, search, evaluate, export, check."""
