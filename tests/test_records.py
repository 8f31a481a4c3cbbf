"""Figures beside recorded and published ones, and the files that these come from."""

import json
import re

import nbformat
import numpy as np
import pytest

from locations import LESSONS, ROOT
from tools.lessons.recording import handed_out
from workbook import records

SOURCES = json.loads((ROOT / "data" / "sources.json").read_text(encoding="utf-8"))
PUBLISHED = json.loads((ROOT / "data" / "published.json").read_text(encoding="utf-8"))
RECORDED = {
    file.stem: json.loads(file.read_text(encoding="utf-8")) for file in (ROOT / "data" / "recorded").glob("*.json")
}
BOXED = re.compile("in the box|IoU|^weight .*: class")  # needs boxes.csv, which real photos lack


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Return a folder in the place of data, with one source, one published figure and one record."""
    monkeypatch.setattr(records, "DATA", tmp_path)
    entry = {"value": [0.9745, 0.98], "source": "first2017", "on": "2,000 photos"}
    lesson = {"date": "2026-11-28", "figures": {"head: accuracy": 0.96543, "photos": 1600}}
    record = {"title": "2,000 photos", "photos": {"train": 1600, "valid": 400}, "classes": ["cats", "dogs"]}
    (tmp_path / "recorded").mkdir()
    for name, told in {
        "sources.json": {"first2017": {"text": "A. First (2017). A paper.", "link": "https://example.org/1"}},
        "published.json": {"05": {"head: accuracy": entry}},
        "recorded/cats-and-dogs.json": record | {"weights": "sample", "lessons": {"05": lesson}},
    }.items():
        (tmp_path / name).write_text(json.dumps(told))
    return tmp_path


@pytest.fixture
def shown(monkeypatch):
    """Return a function that calls `three_columns` and returns the data that it displays."""
    displayed = []
    monkeypatch.setattr(records, "display", lambda data, raw: displayed.append(data))
    return lambda lesson, figures: records.three_columns(lesson, figures) or displayed.pop()


def test_three_columns_come_from_the_cell_and_two_files(files, shown):
    lines = shown("05", {"head: accuracy": np.float32(0.96875), "photos": np.int64(96)})["text/plain"].splitlines()
    assert [re.split("  +", line) for line in lines[:3]] == [
        ["", "here", "2,000 photos", "published"],
        ["head: accuracy", "0.969", "0.965", "0.9745, 0.98"],
        ["photos", "96", "1,600", "-"],
    ]
    assert lines[4:] == [
        "2,000 photos: 1,600 train and 400 valid of cats, dogs, weights 'sample', recorded 2026-11-28.",
        "published: A. First (2017). A paper. Measured on 2,000 photos.",
    ]


def test_what_nobody_recorded_or_published_has_no_column(files, shown):
    lines = shown("06", {"loss": [0.1, 0.25]})["text/plain"].splitlines()
    assert [re.split("  +", line) for line in lines] == [["", "here"], ["loss", "0.100, 0.250"]]


def test_a_figure_with_its_error(files, shown):
    lines = shown("06", {"loss saved ±": [0.1, 0.25]})["text/plain"].splitlines()
    assert re.split("  +", lines[1]) == ["loss saved ±", "0.100 ± 0.250"]


def test_large_numbers_have_commas(files, shown):
    entry = {"value": [4396242, 0.5], "source": "first2017", "on": "paper"}
    (files / "published.json").write_text(json.dumps({"06": {"weights": entry}}))
    lines = shown("06", {"weights": [4396242, 27314.25]})["text/plain"].splitlines()
    assert re.split("  +", lines[1]) == ["weights", "4,396,242, 27,314", "4,396,242, 0.5"]


def test_figures_are_handed_out_as_scraps(files, shown):
    data = shown("05", {"head: accuracy": np.float32(0.5), "losses": np.array([0.25, 0.5])})
    assert data[records.SCRAP]["data"] == {"head: accuracy": 0.5, "losses": [0.25, 0.5]}
    json.dumps(data[records.SCRAP])


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_published_and_recorded_figures_are_those_that_a_lesson_shows(lesson):
    names = set(handed_out(nbformat.read(lesson, as_version=4)))
    number = lesson.name[:2]
    assert set(PUBLISHED.get(number, {})) <= names
    for record in (record for record in RECORDED.values() if number in record["lessons"]):
        assert set(record["lessons"][number]["figures"]) == {name for name in names if not BOXED.search(name)}


@pytest.mark.parametrize("number", PUBLISHED)
def test_the_sources_of_published_figures_stand_below_the_lesson(number):
    (text,) = (lesson.read_text(encoding="utf-8") for lesson in LESSONS if lesson.name.startswith(number))
    for entry in PUBLISHED[number].values():
        assert f"]({SOURCES[entry['source']]['link']})" in text


def test_each_published_figure_has_its_source_and_what_it_was_measured_on():
    entries = [entry for figures in PUBLISHED.values() for entry in figures.values()]
    assert len(entries) > 20
    for entry in entries:
        assert set(entry) == {"value", "source", "on"}
        assert entry["source"] in SOURCES
        assert not entry["on"].endswith(".")


def test_each_record_tells_what_it_was_measured_on():
    assert "cats-and-dogs" in RECORDED
    for record in RECORDED.values():
        assert set(record) == {"title", "photos", "classes", "weights", "precision", "lessons"}
        for measured in record["lessons"].values():
            assert set(measured) == {"date", "versions", "processor", "figures"}
