"""How each part is proved."""
