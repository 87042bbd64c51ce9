"""Is this Block Kit that Slack would take? What is wrong where, in the words and pointers of Slack's answers."""

from sandbox.block_kit.payloads import check_message_blocks, check_view
from sandbox.block_kit.verdict import Verdict

__all__ = ["Verdict", "check_message_blocks", "check_view"]
