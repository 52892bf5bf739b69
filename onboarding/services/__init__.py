"""Verbs: check, change, write the entry of the trail, commit once. Plain values and an actor in."""
