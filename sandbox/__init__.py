"""A local Slack workspace: the Web API, Socket Mode, signed HTTP events and the people who use it."""
