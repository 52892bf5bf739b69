"""Choosing by a solver: who takes which seat, so that it is best for all. Numbers in, numbers out; no domain."""
