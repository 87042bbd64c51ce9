"""Who somebody is: accounts, names, and what changes around their scenes."""
