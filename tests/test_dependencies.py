"""The bill of materials has everything the locks pin; the audit fails on an advisory, and says if it could not ask."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests import dependencies
from tests.dependencies import Locked, advisories, app, bill_of, locked, pins
from tests.prove import PROGRAMS

LOCK = """alembic==1.16.1 \\
    --hash=sha256:00
Psycopg-Binary[c]==3.2.9 ; python_version < '3.15' \\
    --hash=sha256:01
# via nothing
"""
TWO = [Locked("alembic", "1.16.1", runtime=True), Locked("pytest", "9.0.1", runtime=False)]


def test_every_pin_is_in_the_bill_once() -> None:
    """By name and version, what the bot needs told apart from what makes and tests it; the same each time."""
    packages = locked()
    made = bill_of(packages, "0.1.0")
    assert pins(LOCK) == {"alembic": "1.16.1", "psycopg-binary": "3.2.9"}
    named = [one["purl"] for one in made["components"]]
    assert len(named) == len(set(named)) == len(packages) > 50
    runtime = pins((dependencies.LOCKS / "runtime.txt").read_text(encoding="utf-8"))
    assert {one["name"]: one["version"] for one in made["components"] if one["scope"] == "required"} == runtime
    references = {one["bom-ref"] for one in made["components"]}
    assert {needed for one in made["dependencies"] for needed in one["dependsOn"]} <= references
    assert made == bill_of(locked(), "0.1.0")


def test_the_bill_is_written(tmp_path: Path) -> None:
    """As a file that programs read."""
    done = CliRunner().invoke(app, ["bill", "--path", str(tmp_path / "bill.json")])
    assert done.exit_code == 0, done.output
    assert json.loads((tmp_path / "bill.json").read_text(encoding="utf-8"))["bomFormat"] == "CycloneDX"


def answer(folder: Path, *known: list[str]) -> str:
    """A source that answers with some advisories."""
    results = [{"vulns": [{"id": one} for one in ids]} if ids else {} for ids in known]
    (folder / "answer.json").write_text(json.dumps({"results": results}))
    return (folder / "answer.json").as_uri()


def test_an_advisory_makes_the_audit_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It names the package and the advisory; without any it ends well."""
    monkeypatch.setattr(dependencies, "locked", lambda: TWO)
    assert advisories(TWO, answer(tmp_path, [], ["PYSEC-2026-1"])) == {"pytest 9.0.1": ["PYSEC-2026-1"]}
    failed = CliRunner().invoke(app, ["audit", "--source", answer(tmp_path, [], ["PYSEC-2026-1"])])
    assert (failed.exit_code, "pytest 9.0.1: PYSEC-2026-1" in failed.output) == (1, True)
    assert CliRunner().invoke(app, ["audit", "--source", answer(tmp_path, [], [])]).exit_code == 0


def test_a_source_that_cannot_be_asked_is_said_and_fails_nothing(tmp_path: Path) -> None:
    """Not there, or answering something else: it says that nothing was audited."""
    (tmp_path / "page.html").write_text("<html>")
    for source in ((tmp_path / "nowhere").as_uri(), (tmp_path / "page.html").as_uri(), answer(tmp_path, [])):
        done = CliRunner().invoke(app, ["audit", "--source", source])
        assert (done.exit_code, "NOT AUDITED" in done.output) == (0, True), done.output


def test_both_are_parts_of_the_long_proofs() -> None:
    """`make prove` runs them before anything else."""
    assert {words[-1] for words in PROGRAMS.values()} == {"bill", "audit"}
