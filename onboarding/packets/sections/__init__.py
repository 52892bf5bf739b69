"""The sections of a packet, one file each: what was frozen in, and a sheet to be laid out out. Nothing is looked up."""
