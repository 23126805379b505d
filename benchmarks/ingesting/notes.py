"""What profiling found slow, and what was done about it; kept with the figures."""

NOTES: dict[str, str] = {}
