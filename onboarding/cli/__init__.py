"""The `flask` commands, by noun. They read, call a rule or a service, and print what came of it."""
