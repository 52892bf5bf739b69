"""Foreign documents in and out: their shape is checked here, every fault named by its path. Knows only `rules`."""
