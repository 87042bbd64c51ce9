"""What Slack documents, asked of the local Slack over the wire by somebody who has not read how it is made."""
