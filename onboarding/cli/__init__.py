"""The `flask` commands, by noun. They read, call a rule, and print what it found."""
