"""How fast the rules engine is, measured: `make bench`. Nothing here asserts; times differ by machine, ratios less."""
