"""`make bench`: its command line, its table and its quick parts; times are not tested."""

import importlib

import pytest

from tools.bench import timing
from tools.bench.__main__ import PARTS, main, parse
from tools.bench.arrays import disk_use
from tools.bench.photos import make_photos
from workbook.photos.listing import list_photos

HEAD = ["| what | ours | other | unit | ratio |", "|---|---|---|---|---|"]


def test_the_command_line_lists_its_parts_and_refuses_others(capsys):
    assert parse(["arrays", "imports"]).parts == ["arrays", "imports"]
    with pytest.raises(SystemExit, match="0"):
        parse(["--help"])
    assert f"parts: {' '.join(PARTS)}" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="2"):
        parse(["arrays", "speed"])
    assert f"there is no part speed: choose from {' '.join(PARTS)}." in capsys.readouterr().err


@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_a_module_that_measures(part):
    assert callable(importlib.import_module(f"tools.bench.{part}").measure)


def test_a_part_prints_rows_of_the_table(capsys):
    main(["imports"])
    *head, row = capsys.readouterr().out.splitlines()
    assert head == HEAD
    what, ours, other, unit, ratio = [cell.strip() for cell in row.strip("|").split("|")]
    assert (what, other, unit, ratio) == ("`import utils` after `import keras`", "", "s", "")
    assert float(ours) > 0


def test_a_row_compares_two_rates(capsys):
    timing.row("decoding", 3000, 1500, "photos/s")
    assert capsys.readouterr().out == "| decoding | 3,000.0 | 1,500.0 | photos/s | 2.00 |\n"


def test_a_program_that_fails_says_why(tmp_path):
    with pytest.raises(RuntimeError, match="python -m tools.bench.programs.import_utilities failed:\n.*No module"):
        timing.printed("import_utilities")


def test_photos_to_measure_with_have_the_number_and_width_asked_for(tmp_path):
    photos = list_photos(make_photos(tmp_path / "photos", 3, 64))
    assert (photos.samples, photos.class_names) == (3, ["class"])
    size = disk_use(tmp_path / "photos")
    assert size == sum(path.stat().st_size for path in (tmp_path / "photos" / "class").iterdir()) / 1e6
