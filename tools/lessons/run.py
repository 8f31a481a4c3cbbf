"""Run the lessons from top to bottom, on the sample or on your own photos, and keep them as pages to read.

For every lesson it leaves the executed notebook and a page that needs no network in OUT/NAME, where NAME is that of
the folder of photos, or "sample"; OUT/NAME/index.html lists them. A lesson that fails does not stop the others. What is
done is not done again unless lesson, photos, settings or code change: stop it when you like, and run it again.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import signal
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from workbook.atomic import written
from workbook.folders.splits import make_split

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "sample" / "dogscats"
CODE = ("utils.py", "vgg16*.py", "workbook/**/*.py")
BRACES = str.maketrans({"{": "{{", "}": "}}"})  # papermill fills in a path's braces
RECORD = "lesson_run"  # what is known about a run, in the metadata of the executed notebook


class Runner:
    """Lessons run with the same settings: `data` (None is the sample), `weights`, and the folder `out` they go to."""

    def __init__(self, lessons, out, data=None, weights=None):
        self.lessons, self.out, self.data, self.weights = lessons, out, data, weights
        code = [path.read_text(encoding="utf-8") for pattern in CODE for path in sorted(ROOT.glob(pattern))]
        self.world = [code, _listing(data or SAMPLE), _listing(Path(weights)) if weights else []]

    def run(self, lesson):
        """Execute `lesson`, keep notebook and page, and return the record of it."""
        key, begun = self.key(lesson), time.monotonic()
        notebook, error = execute(lesson, self.parameters(lesson), self.out / f".running-{lesson.name}")
        record = {"key": key, "error": error, "seconds": round(time.monotonic() - begun, 1)}
        notebook.metadata[RECORD] = record
        self.keep(lesson, notebook)
        return record

    def keep(self, lesson, notebook):
        """Write the page of `notebook`, then the notebook: where that is, both are whole."""
        import nbformat

        from tools.lessons.pages import lesson_page

        _write(self.out / f"{lesson.stem}.html", lesson_page(notebook, lesson.stem, lesson.parent))
        _write(self.out / lesson.name, nbformat.writes(notebook))

    def parameters(self, lesson):
        """Return what to put in the place of `lesson`'s settings, as far as it has them."""
        settings = [cell.source for cell in _read(lesson).cells if "parameters" in cell.metadata.get("tags", [])]
        declared = re.findall(r"^(\w+)\s*=", "\n".join(settings), re.MULTILINE)
        wanted = {"data": self.data, "weights": self.weights, "results": self.results(lesson)}
        return {name: str(value) for name, value in wanted.items() if value and name in declared}

    def results(self, lesson):
        """Return the folder for what `lesson` computes and stores."""
        return self.out / "results" / lesson.stem

    def key(self, lesson):
        """Return what tells whether `lesson` would do the same again."""
        cells = [[cell.cell_type, cell.source, cell.metadata.get("tags")] for cell in _read(lesson).cells]
        told = json.dumps([cells, str(self.data), self.weights, self.world])
        return hashlib.sha256(told.encode()).hexdigest()

    def record(self, lesson):
        """Return the record of the last run of `lesson`, or None."""
        executed = self.out / lesson.name
        return _read(executed).metadata.get(RECORD) if executed.exists() else None

    def is_done(self, lesson):
        """Return whether `lesson` ran to its end, as it is now."""
        record = self.record(lesson)
        return bool(record) and not record["error"] and record["key"] == self.key(lesson)

    def write_index(self):
        """Write the page that lists all lessons."""
        from tools.lessons.pages import index_page

        rows = [self.row(lesson) for lesson in self.lessons]
        states = [row["state"] for row in rows]
        facts = f"Photos: {self.data or 'the sample'}. Weights: {self.weights or 'sample'}. "
        facts += f"{states.count('done')} of {len(rows)} lessons done, {states.count('failed')} failed."
        _write(self.out / "index.html", index_page(f"Lessons on {self.out.name}", facts, rows))

    def row(self, lesson):
        """Return what the index says about `lesson`."""
        from tools.lessons.pages import first_picture, introduce

        record = self.record(lesson)
        notebook = _read(self.out / lesson.name if record else lesson)
        title, sentence = introduce(_read(lesson))
        row = {"name": lesson.stem, "title": title or lesson.stem, "sentence": sentence, "state": "not run yet"}
        if record:
            state = "failed" if record["error"] else "done" if record["key"] == self.key(lesson) else "out of date"
            row |= record | {"state": state, "link": True, "picture": first_picture(notebook)}
        return row


def execute(lesson, parameters, file):
    """Return `lesson` executed with `parameters` as a notebook, and its error in a line or None; `file` is scratch."""
    import nbformat
    import papermill

    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    places = (str(path).translate(BRACES) for path in (lesson, file))
    options = {"kernel_name": "python3", "cwd": lesson.parent, "progress_bar": False}
    error = None
    try:
        with stderr_to(file.with_name("kernel.log")):
            papermill.execute_notebook(*places, parameters, **options)
    except papermill.PapermillExecutionError as failure:
        error = f"{failure.ename}: {failure.evalue}"
    except Exception as failure:  # a dead kernel, a full disk: on to the next lesson
        error = f"{type(failure).__name__}: {failure}"
    notebook = _read(file) if file.exists() else nbformat.v4.new_notebook()
    file.unlink(missing_ok=True)
    if error:
        code = (cell for cell in notebook.cells if cell.cell_type == "code")
        reached = sum(bool(cell.metadata.get("papermill", {}).get("start_time")) for cell in code)
        error = _one_line(f"In [{reached}]: {error}")
    return notebook, error


@contextmanager
def stderr_to(file):
    """Send to `file` what this process and those it starts write to stderr: the remarks of kernels and libraries."""
    kept = os.dup(2)
    with file.open("wb") as stream:
        os.dup2(stream.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def choose(lessons, numbers):
    """Return the `lessons` of these numbers, or all of them; raise ValueError for a number that none has."""
    known = {lesson.name[:2]: lesson for lesson in lessons}
    wanted = [number.zfill(2) for number in re.split(r"[,\s]+", numbers or "") if number] or list(known)
    for number in wanted:
        if number not in known:
            raise ValueError(f"There is no lesson {number}: choose from {' '.join(known)}.")
    return [known[number] for number in sorted(set(wanted))]


def find_photos(data):
    """Return the folder `data` absolute, or None for none; raise ValueError if there is no such folder."""
    if not data:
        return None
    folder = Path(data).expanduser().resolve()
    if not folder.is_dir():
        raise ValueError(f"There is no folder {folder}: give one that holds one folder of photos a class.")
    return folder


def divided(folder, target):
    """Return `folder` if it has train and valid, or else its photos divided anew in `target` (see `make_split`)."""
    if all((folder / split).is_dir() for split in ("train", "valid")):
        return folder
    print(f"{folder} is not split into train and valid: a split is in {target}", flush=True)
    return make_split(folder, target, replace=True).path


def find_weights(weights):
    """Return "imagenet", "sample", None or the absolute path of a file of weights; raise ValueError for others."""
    if weights in (None, "", "imagenet", "sample"):
        return weights or None
    file = Path(weights).expanduser().resolve()
    if not file.is_file():
        raise ValueError(f'weights "{weights}" are not known and no file: use imagenet, sample or a file\'s path.')
    return str(file)


def run_all(runner, lessons, fresh=False):
    """Run `lessons` that are not done, or all where `fresh`, a line each, and return the errors by lesson."""
    errors, width = {}, max(len(lesson.stem) for lesson in lessons)
    runner.write_index()
    for lesson in lessons:
        print(f"{lesson.stem:{width}}  ", end="", flush=True)
        if fresh:
            shutil.rmtree(runner.results(lesson), ignore_errors=True)
        elif runner.is_done(lesson):
            print("done before", flush=True)
            continue
        record = runner.run(lesson)
        print(f"{'FAILED' if record['error'] else 'done':6} {record['seconds']:6,.0f} s", flush=True)
        if record["error"]:
            errors[lesson.stem] = record["error"]
        runner.write_index()
    return errors


def parse(arguments):
    """Return the options of the command line."""
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=form)
    parser.add_argument("--data", metavar="FOLDER", help="your photos, a folder a class, in train and valid or not")
    parser.add_argument("--lessons", metavar='"01 05"', help="the numbers of the lessons to run (all)")
    parser.add_argument("--weights", metavar="NAME", help='"imagenet", "sample", or a file (what each lesson says)')
    parser.add_argument("--fresh", action="store_true", help="run again what is done, from nothing")
    parser.add_argument("--out", type=Path, default=ROOT / "out", help="where the folder of results goes (out)")
    parser.add_argument("--notebooks", type=Path, default=ROOT / "notebooks", help="where the lessons are (notebooks)")
    return parser.parse_args(arguments)


def make_runner(options):
    """Return the `Runner` that the command line asks for; raise ValueError for what is not there."""
    lessons = sorted(options.notebooks.resolve().glob("[0-9][0-9]_*.ipynb"))
    if not lessons:
        raise ValueError(f"{options.notebooks} holds no lessons: give the folder of the notebooks.")
    photos, weights = find_photos(options.data), find_weights(options.weights)
    out = options.out.resolve() / (photos.name if photos else "sample")
    runner = Runner(lessons, out, photos and divided(photos, out / "split"), weights)
    for lesson in lessons:
        runner.row(lesson)  # where a notebook cannot be read, better now than in an hour
    return runner


def main(arguments=None):
    """Run the command line; return 0, or 1 if a lesson failed, 2 for what cannot be run, 130 if it was stopped."""
    options = parse(arguments)
    try:
        runner = make_runner(options)
        lessons = choose(runner.lessons, options.lessons)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that no kernel is left behind
    print(f"{len(lessons)} lesson{'s' * (len(lessons) != 1)} on {runner.data or 'the sample'}", flush=True)
    try:
        errors = run_all(runner, lessons, options.fresh)
    except KeyboardInterrupt:
        print("stopped\nThe same command goes on from here. What is done:", runner.out / "index.html")
        return 130
    for lesson, error in errors.items():
        print(f"FAILED {lesson}, {error}")
    print(f"{len(lessons) - len(errors)} of {len(lessons)} done: {runner.out / 'index.html'}")
    return int(bool(errors))


def _read(path):
    import nbformat

    try:
        return nbformat.read(path, as_version=4)
    except ValueError:
        raise ValueError(f"{path} is not a notebook any more: bring it back, or remove it.") from None


def _write(path, text):
    with written(path) as part:
        part.write_text(text, encoding="utf-8")


def _listing(path):
    """Return name, size and time of change of the file `path`, or of all files below it."""
    files = [path] if path.is_file() else [Path(parent) / name for parent, _, names in os.walk(path) for name in names]
    stats = ((str(file), file.lstat()) for file in files)
    return sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)


def _one_line(text):
    plain = " ".join(re.sub(r"\x1b\[[\d;]*m", "", text).split())
    return plain if len(plain) < 300 else plain[:299] + "…"


if __name__ == "__main__":
    sys.exit(main())
