import json
import re
import subprocess

import pytest

from workbook.predictions import journal
from workbook.predictions.journal import write_journal


@pytest.fixture
def committed(tmp_path):
    """Return a folder with one file, committed with git."""
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "code.py").write_text("print(1)")
    git = ["git", "-C", str(folder), "-c", "user.name=someone", "-c", "user.email=@"]
    for command in (["init", "-q"], ["add", "code.py"], ["commit", "-q", "-m", "first"]):
        subprocess.run([*git, *command], check=True)
    return folder


def test_each_run_adds_a_line_that_json_reads(tmp_path):
    file = tmp_path / "new" / "journal.jsonl"
    first = write_journal(file, split="47d7", result={"Käse\n": 0.969})
    second = write_journal(file, split="47d7", result={})
    assert [json.loads(line) for line in file.read_text().splitlines()] == [first, second]
    assert list(first) == ["date", "commit", "split", "result"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", first["date"])


def test_what_cannot_be_written_leaves_the_journal_as_it_was(tmp_path):
    write_journal(tmp_path / "journal.jsonl", result=1)
    before = (tmp_path / "journal.jsonl").read_text()
    with pytest.raises(TypeError):
        write_journal(tmp_path / "journal.jsonl", result=object())
    assert (tmp_path / "journal.jsonl").read_text() == before


def test_a_changed_file_makes_the_commit_dirty(tmp_path, committed, monkeypatch):
    monkeypatch.setattr(journal, "COURSE", committed)
    clean = write_journal(tmp_path / "journal.jsonl")["commit"]
    assert re.fullmatch("[0-9a-f]{12}", clean)
    (committed / "code.py").write_text("print(2)")
    assert write_journal(tmp_path / "journal.jsonl")["commit"] == f"{clean}-dirty"


def test_without_git_the_commit_is_empty(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert write_journal(tmp_path / "journal.jsonl")["commit"] == ""
