"""The demonstration: a fictional production, a local Slack and the bot in one process, and a tour of the story."""
