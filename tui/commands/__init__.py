"""The commands of the command line, one module a command; nothing heavy is imported before a command runs."""
