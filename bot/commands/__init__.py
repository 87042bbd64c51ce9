"""The command line, one file for each family of commands; bot/cli.py puts them together."""
