"""Tables of records, in and out: CSV and XLSX files that people make, read line by line, every fault named."""
