"""PDF packets: what is printed, laid out and read back. No record is read or changed here."""
