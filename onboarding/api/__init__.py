"""The API below /api/v1: each operation declared once; routing, checks and the description follow from that."""
