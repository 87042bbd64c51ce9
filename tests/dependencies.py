"""What the bot is made of, and what is known against it: a bill of materials from the lock files, and an audit of them.

python -m tests.dependencies bill     writes build/closedset.cdx.json (CycloneDX)
python -m tests.dependencies audit    asks osv.dev about the locked versions; unreachable, it says so and ends well
"""

import json
import re
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from typing import Annotated, Any

import typer

from tests.scanning import ROOT

LOCKS = ROOT / "requirements"
BILL = ROOT / "build" / "closedset.cdx.json"
# Open Source Vulnerabilities, which has PyPI's own advisories: https://google.github.io/osv.dev/post-v1-querybatch/
ADVISORIES = "https://api.osv.dev/v1/querybatch"
SECONDS = 30
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)")
NAME = re.compile(r"^[A-Za-z0-9._-]+")


@dataclass(frozen=True)
class Locked:
    """One package as the locks pin it; `runtime`: the bot itself needs it."""

    name: str
    version: str
    runtime: bool

    @property
    def url(self) -> str:
        """How programs name it."""
        return f"pkg:pypi/{self.name}@{self.version}"


def canonical(name: str) -> str:
    """A package's name as the index spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(text: str) -> dict[str, str]:
    """The versions in a lock file, by name."""
    found = (PIN.match(line) for line in text.splitlines())
    return {canonical(match["name"]): match["version"] for match in found if match is not None}


def locked(folder: Path = LOCKS) -> list[Locked]:
    """Everything the locks pin, by name."""
    runtime = pins((folder / "runtime.txt").read_text(encoding="utf-8"))
    every = {name: version for path in sorted(folder.glob("*.txt")) for name, version in pins(path.read_text()).items()}
    return [Locked(name, version, name in runtime) for name, version in sorted({**every, **runtime}.items())]


def needed_by(package: Locked, known: Mapping[str, Locked]) -> list[str]:
    """What one package needs of the others, where it is installed here."""
    try:
        wanted = requires(package.name) or []
    except PackageNotFoundError:
        return []
    names = {canonical(match[0]) for text in wanted if "extra ==" not in text and (match := NAME.match(text))}
    return [known[name].url for name in sorted(names) if name in known]


def bill_of(packages: Sequence[Locked], version: str) -> dict[str, Any]:
    """The bill of materials. The same locks always give the same one."""
    bot = f"pkg:pypi/closedset@{version}"
    known = {package.name: package for package in packages}
    needs = [{"ref": package.url, "dependsOn": needed_by(package, known)} for package in packages]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": bot,
                "name": "closedset",
                "version": version,
                "purl": bot,
            }
        },
        "components": [
            {
                "type": "library",
                "bom-ref": package.url,
                "name": package.name,
                "version": package.version,
                "purl": package.url,
                # "excluded" is CycloneDX's word for what is used to make and test something, and is no part of it.
                "scope": "required" if package.runtime else "excluded",
            }
            for package in packages
        ],
        "dependencies": [{"ref": bot, "dependsOn": [one.url for one in packages if one.runtime]}, *needs],
    }


def advisories(packages: Sequence[Locked], source: str = ADVISORIES) -> dict[str, list[str]]:
    """What is known against which package. Raises OSError, ValueError or KeyError where the source does not say."""
    asked = [{"version": one.version, "package": {"name": one.name, "ecosystem": "PyPI"}} for one in packages]
    request = urllib.request.Request(
        source, json.dumps({"queries": asked}).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=SECONDS) as response:
        answers = json.load(response)["results"]
    if len(answers) != len(packages):
        raise ValueError("The source answers about other packages than it was asked about.")
    found = {
        f"{one.name} {one.version}": [advisory["id"] for advisory in answer.get("vulns", [])]
        for one, answer in zip(packages, answers, strict=True)
    }
    return {name: known for name, known in found.items() if known}


app = typer.Typer(add_completion=False)


@app.command()
def bill(path: Annotated[Path, typer.Option(help="Where it is written.")] = BILL) -> None:
    """Write the bill of materials."""
    packages = locked()
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert version is not None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(bill_of(packages, version[1]), indent=2) + "\n", encoding="utf-8")
    needed = sum(package.runtime for package in packages)
    typer.echo(f"{path}: {needed} packages in the bot, {len(packages) - needed} to make and test it.")


@app.command()
def audit(source: Annotated[str, typer.Option(help="Who is asked.")] = ADVISORIES) -> None:
    """Ask what is known against the locked versions; fail where something is."""
    packages = locked()
    try:
        found = advisories(packages, source)
    except (OSError, ValueError, KeyError) as error:
        typer.echo(
            f"NOT AUDITED: {source} cannot be asked ({type(error).__name__}). Nothing is known of new advisories."
        )
        return
    for name, known in found.items():
        typer.echo(f"{name}: {', '.join(known)}")
    typer.echo(f"{len(packages)} locked packages, {len(found)} with advisories.")
    if found:
        raise typer.Exit(1)


if __name__ == "__main__":
    app()
