"""Evidence files: taken in from anyone, made harmless, sealed and kept. Knows no records, nor who may see what."""
