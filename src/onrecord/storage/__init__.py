"""Where do facts live, and how do they survive a crash? SQLite is the only truth."""
