"""Each rule of Slack in the tables, asked of a fresh sandbox over the wire."""

import pytest

from sandbox.server import Sandbox
from tests.patience import unhurry
from tests.sandbox_probes import (
    blocks,
    changing,
    conversations,
    paging,
    posting,
    small,
    sockets,
    transport,
    views,
)
from tests.sandbox_probes.probing import Probe, run
from tests.serving import SERVING

pytest_plugins = ["sandbox.fixture"]
pytestmark = SERVING

TABLES = (transport, posting, changing, blocks, paging, conversations, small, views, sockets)
PROBES: list[Probe] = [each for table in TABLES for each in table.PROBES]


@pytest.mark.parametrize("probe", PROBES, ids=[each.name for each in PROBES])
async def test_the_sandbox_answers_as_slack_documents(probe: Probe, slack_sandbox: Sandbox) -> None:
    """The steps of a probe find what its rule says."""
    if not probe.in_real_time:
        unhurry(slack_sandbox)
    await run(slack_sandbox.url, probe.steps)


def test_every_probe_has_a_name_of_its_own_and_a_sourced_rule() -> None:
    """A reader can look up why a probe expects what it expects."""
    assert len({each.name for each in PROBES}) == len(PROBES) >= 150
    assert [each.name for each in PROBES if "(" not in each.rule or not each.rule.endswith(").")] == []
