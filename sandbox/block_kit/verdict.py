"""What was found wrong with a payload, and what was let through unchecked."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.wire import JSON


@dataclass
class Verdict:
    """`complaints` end with a JSON pointer, as Slack's do; `unchecked` names kinds that this validator does not know
    by heart but Slack takes; `slack_files` are pictures named by their file, each with its pointer."""

    complaints: list[str] = field(default_factory=list)
    unchecked: set[str] = field(default_factory=set)
    slack_files: list[tuple[JSON, str]] = field(default_factory=list)

    def add(self, other: Verdict) -> None:
        """What was found in another part."""
        self.complaints += other.complaints
        self.unchecked |= other.unchecked
        self.slack_files += other.slack_files

    def complain(self, text: str, pointer: str) -> None:
        complaint = f"{text} [json-pointer:{pointer}]"
        if complaint not in self.complaints:
            self.complaints.append(complaint)

    def too_long(self, most: int, pointer: str) -> None:
        self.complain(f"must be less than {most + 1} characters", pointer)

    def too_many(self, most: int, pointer: str) -> None:
        self.complain(f"no more than {most} items allowed", pointer)
