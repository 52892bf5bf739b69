"""Forms: what a page takes, its shape and its messages. Meaning is checked by services."""
