"""Lessons that run with the same settings: what is executed, kept, recorded and listed."""

import hashlib
import json
import os
import re
import time
from pathlib import Path

import nbformat

from tools.lessons.execution import execute, read_notebook
from tools.lessons.pages import first_picture, index_page, introduce, lesson_page
from workbook.atomic import written

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "sample" / "dogscats"
CODE = ("utils.py", "vgg16*.py", "workbook/**/*.py")  # a lesson runs again when one of these changes
RECORD = "lesson_run"  # where the metadata of an executed notebook hold the record of its run


class Runner:
    """Run `lessons` with the same settings and keep the results in the folder `out`.

    The settings are the folder of photos `data` (None: the sample), `weights` (None: those that each lesson names) and
    `precision`. A run leaves a record: a dictionary with its `key`, its `error` (None, or one line) and its `seconds`.
    """

    def __init__(self, lessons, out, data=None, weights=None, precision="float32"):
        self.lessons, self.out = lessons, out
        self.data, self.weights, self.precision = data, weights, precision
        code = [path.read_text(encoding="utf-8") for pattern in CODE for path in sorted(ROOT.glob(pattern))]
        self.world = [code, _listing(data or SAMPLE), _listing(Path(weights)) if weights else []]

    def run(self, lesson):
        """Execute `lesson`, keep its notebook and its page, and return the record of the run."""
        key, begun = self.key(lesson), time.monotonic()
        unfinished = self.out / f".running-{lesson.name}"
        notebook, error = execute(lesson, self.parameters(lesson), unfinished, {"WORKBOOK_PRECISION": self.precision})
        record = {"key": key, "error": error, "seconds": round(time.monotonic() - begun, 1)}
        notebook.metadata[RECORD] = record
        self.keep(lesson, notebook)
        return record

    def keep(self, lesson, notebook):
        """Write the page of `notebook`, then the notebook: if the notebook is there, both are whole."""
        _write(self.out / f"{lesson.stem}.html", lesson_page(notebook, lesson.stem, lesson.parent))
        _write(self.out / lesson.name, nbformat.writes(notebook))

    def parameters(self, lesson):
        """Return the values that replace settings of `lesson`, as {name: value}, for those that it has."""
        cells = read_notebook(lesson).cells
        settings = [cell.source for cell in cells if "parameters" in cell.metadata.get("tags", [])]
        declared = re.findall(r"^(\w+)\s*=", "\n".join(settings), re.MULTILINE)
        wanted = {"data": self.data, "weights": self.weights, "results": self.results(lesson)}
        return {name: str(value) for name, value in wanted.items() if value and name in declared}

    def results(self, lesson):
        """Return the folder for what `lesson` computes and stores."""
        return self.out / "results" / lesson.stem

    def key(self, lesson):
        """Return a hash of everything that the result of `lesson` depends on: lesson, settings, photos and code."""
        cells = [[cell.cell_type, cell.source, cell.metadata.get("tags")] for cell in read_notebook(lesson).cells]
        told = json.dumps([cells, str(self.data), self.weights, self.precision, self.world])
        return hashlib.sha256(told.encode()).hexdigest()

    def record(self, lesson):
        """Return the record of the last run of `lesson`, or None."""
        executed = self.out / lesson.name
        return read_notebook(executed).metadata.get(RECORD) if executed.exists() else None

    def is_done(self, lesson):
        """Return whether `lesson`, as it is now, ran to its end."""
        record = self.record(lesson)
        return bool(record) and not record["error"] and record["key"] == self.key(lesson)

    def write_index(self):
        """Write the page that lists all lessons."""
        rows = [self.row(lesson) for lesson in self.lessons]
        states = [row["state"] for row in rows]
        facts = f"Photos: {self.data or 'the sample'}. Weights: {self.weights or 'sample'}. "
        facts += f"Precision: {self.precision}. "
        facts += f"{states.count('done')} of {len(rows)} lessons done, {states.count('failed')} failed."
        _write(self.out / "index.html", index_page(f"Lessons on {self.out.name}", facts, rows))

    def row(self, lesson):
        """Return what the index says about `lesson` (see `index_page`)."""
        record = self.record(lesson)
        title, sentence = introduce(read_notebook(lesson))
        row = {"name": lesson.stem, "title": title or lesson.stem, "sentence": sentence, "state": "not run yet"}
        if record:
            state = "failed" if record["error"] else "done" if record["key"] == self.key(lesson) else "out of date"
            picture = first_picture(read_notebook(self.out / lesson.name))
            row |= record | {"state": state, "link": True, "picture": picture}
        return row


def _write(path, text):
    with written(path) as part:
        part.write_text(text, encoding="utf-8")


def _listing(path):
    """Return name, size and time of change of the file `path`, or of all files below it."""
    files = [path] if path.is_file() else [Path(parent) / name for parent, _, names in os.walk(path) for name in names]
    stats = ((str(file), file.lstat()) for file in files)
    return sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)
