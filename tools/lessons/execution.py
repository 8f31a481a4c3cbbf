"""Execute one lesson in a kernel, and say what went wrong where it fails."""

import os
import re
from contextlib import contextmanager

import nbformat
import papermill

BRACES = str.maketrans({"{": "{{", "}": "}}"})  # papermill fills in the braces of a path
LONGEST = 300  # characters of an error


def execute(lesson, parameters, file, environment=None):
    """Return `lesson` executed with `parameters`, and its error in one line, or None if there is none.

    `file` is a path for the unfinished notebook, which is removed at the end. `environment` are variables for the
    kernel. The output of kernels on stderr goes to kernel.log beside `file`.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    places = (str(path).translate(BRACES) for path in (lesson, file))
    options = {"kernel_name": "python3", "cwd": lesson.parent, "progress_bar": False}
    error = None
    try:
        with stderr_to(file.with_name("kernel.log")), variables(environment or {}):
            papermill.execute_notebook(*places, parameters, **options)
    except papermill.PapermillExecutionError as failure:
        error = f"{failure.ename}: {failure.evalue}"
    except Exception as failure:  # a dead kernel, a full disk: the next lesson may still run
        error = f"{type(failure).__name__}: {failure}"
    notebook = read_notebook(file) if file.exists() else nbformat.v4.new_notebook()
    file.unlink(missing_ok=True)
    return notebook, error and _one_line(f"In [{_cells_started(notebook)}]: {error}")


@contextmanager
def stderr_to(file):
    """Send to `file` what this process and the kernels it starts write to stderr while the block runs."""
    kept = os.dup(2)
    with file.open("wb") as stream:
        os.dup2(stream.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


@contextmanager
def variables(environment):
    """Set the variables of `environment` while the block runs; processes that it starts inherit them."""
    before = {name: os.environ.get(name) for name in environment}
    os.environ.update(environment)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def read_notebook(path):
    """Return the notebook in the file `path`; raise ValueError if the file holds none."""
    try:
        return nbformat.read(path, as_version=4)
    except ValueError:
        raise ValueError(f"{path} is not a valid notebook: restore it, or remove it.") from None


def _cells_started(notebook):
    code = (cell for cell in notebook.cells if cell.cell_type == "code")
    return sum(bool(cell.metadata.get("papermill", {}).get("start_time")) for cell in code)


def _one_line(text):
    plain = " ".join(re.sub(r"\x1b\[[\d;]*m", "", text).split())
    return plain if len(plain) < LONGEST else plain[: LONGEST - 1] + "…"
