"""What L&I's published rules make of the facts: pure, with no Flask, no SQL, no clock and no file but its own data.

A rule takes frozen facts, the rulings (which carry the rulebook) and a date, and returns a finding.
Nothing here fetches, saves, prints or asks the time.
"""
