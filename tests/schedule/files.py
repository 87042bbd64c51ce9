"""The schedules that the tests read, and a way to write one."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from bot.parsing.board import Board, Day, Strip

HERE = Path(__file__).parent
# Made by others, CC BY 4.0: not part of the project.
SOURCE = "github.com/UniversalScheduleStandard/UniversalScheduleStandard"
SAMPLES = HERE.parents[1].parent / "shared" / "samples"
ONE_LINER = (HERE / "one_liner.csv").read_bytes()
BLUE = (HERE / "one_liner_blue.csv").read_bytes()

HEADERS = (
    *("Shoot Day", "Date", "Unit", "Approx Call", "Order", "Row Type", "Ep", "Scene", "I/E", "Set", "D/N"),
    *("Script Day", "Pages", "Cast IDs", "Location", "Synopsis", "Notes"),
)

Cells = Mapping[str, str]


def sample(name: str) -> bytes:
    """A public sample from beside the project; the test skips where that folder is absent."""
    path = SAMPLES / name
    if not path.is_file():
        pytest.skip(f"the public sample {name} ({SOURCE}) is not in {SAMPLES}")
    return path.read_bytes()


def table(
    rows: Sequence[Cells], headers: Sequence[str] = HEADERS, delimiter: str = ",", encoding: str = "utf-8"
) -> bytes:
    """Rows as a CSV file."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, headers, restval="", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def scene_row(**cells: str) -> Cells:
    """A row of a scene on the first day, with other cells where named: scene_row(Scene="42", Cast_IDs="1")."""
    return {"Date": "2026-03-16", "Scene": "1", "Cast IDs": "1", **{k.replace("_", " "): v for k, v in cells.items()}}


def rows_of(board: Board) -> list[Cells]:
    """A board as rows of a one-liner that say the same."""
    rows = [row for day in board.days for row in _rows_of_day(day, board)]
    return [*rows, *(_row(strip, "BONEYARD") for strip in board.boneyard)]


def _rows_of_day(day: Day, board: Board) -> list[Cells]:
    strips = [strip for strip in board.strips if (strip.date, strip.unit) == (day.date, day.unit)]
    permitting = min((strip.position for strip in strips if strip.if_time_permits), default=1000)
    said = {
        "Date": str(day.date),
        "Unit": day.unit,
        "Shoot Day": day.label,
        "Approx Call": str(day.call or ""),
    }
    kind = "DAY OFF" if day.off else "BANNER"
    banners = [{**said, "Row Type": kind, "Order": str(permitting - 1), "Notes": text} for text in day.banners or ("",)]
    return [*banners, *({**said, **_row(strip, "SCENE")} for strip in strips)]


def _row(strip: Strip, kind: str) -> Cells:
    return {
        "Unit": strip.unit,
        "Order": str(strip.position),
        "Row Type": "OMITTED" if strip.omitted and strip.date else kind,
        "Ep": strip.episode,
        "Scene": strip.number,
        "I/E": strip.int_ext,
        "Set": strip.set_name,
        "D/N": strip.day_night,
        "Script Day": strip.script_day,
        "Pages": strip.pages_text,
        "Cast IDs": ", ".join(strip.cast_ids),
        "Location": strip.location,
        "Synopsis": strip.synopsis,
        "Notes": strip.notes,
    }
