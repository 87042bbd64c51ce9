"""Alerts that somebody owns: told, repeated, gathered, ended; and the AD's line that always comes."""
