"""`make lessons` on lessons of a few cells: what is done, left out, repeated, stopped and killed."""

import os
import re
import signal
import subprocess
import sys
import time

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from locations import ROOT, SAMPLE
from tools.lessons import run as run_lessons

FIGURE = """
from IPython.display import Image, display
photo = open(f"{data}/train/cats/0.png", "rb").read()
display(Image(photo, format="png"), metadata={"image/png": {"alt": "A cat."}})
"""
SLOW = """
import os, time
from pathlib import Path
folder = Path(results)
folder.mkdir(parents=True, exist_ok=True)
(folder / "kernel").write_text(str(os.getpid()))
while not Path("../go").exists(): time.sleep(0.02)
"""


@pytest.fixture
def lesson(tmp_path):
    """Return a function that writes a lesson of some code cells after the settings."""

    def write(name, *sources):
        settings = new_code_cell('data = "../nowhere"\nresults = "../nowhere"', metadata={"tags": ["parameters"]})
        title = new_markdown_cell(f"# {name[:2]} · Some & such\n\nAbout *{name[3:]}*. More.\n\n- **Time:** none")
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        notebook = new_notebook(cells=[title, settings, *map(new_code_cell, sources)], metadata=kernel)
        for number, cell in enumerate(notebook.cells):
            cell.id = f"cell-{number}"
        (tmp_path / "lessons").mkdir(exist_ok=True)
        nbformat.write(notebook, tmp_path / "lessons" / f"{name}.ipynb")

    return write


@pytest.fixture
def photos(tmp_path, photo):
    """Return a folder of two photos, with a name that is hard on programs."""
    folder = tmp_path / "my 'own' {photos} ö"
    for split in ("train", "valid"):
        photo(folder / split / "cats" / "0.png")
    return folder


@pytest.fixture
def out(tmp_path, photos):
    """Return the folder where the results go."""
    return tmp_path / "out" / photos.name


@pytest.fixture
def command(tmp_path, photos):
    """Return the arguments that run the lessons."""
    return ["--notebooks", str(tmp_path / "lessons"), "--out", str(tmp_path / "out"), "--data", str(photos)]


@pytest.fixture(autouse=True)
def no_code(monkeypatch):
    """Let the lessons of these tests not depend on the course's modules, which someone may be editing."""
    monkeypatch.setattr(run_lessons, "CODE", ())


def executed(out, name):
    return nbformat.read(out / f"{name}.ipynb", as_version=4)


def wait_for(condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def is_alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_every_lesson_is_run_kept_and_listed_even_after_a_failure(lesson, photos, out, command, capfd):
    lesson("00_first", FIGURE)
    lesson("01_second", "import warnings; warnings.warn('noise')", "1 / 0  # <b>", "'not reached'")
    lesson("02_third", "from pathlib import Path\nPath(results).mkdir(parents=True)", "print(Path.cwd().name)")
    assert run_lessons.main(command) == 1
    printed = capfd.readouterr()
    first, *lines = printed.out.splitlines()
    assert first == f"3 lessons on {photos}"
    assert [re.sub(r"\d+ s$", "n s", " ".join(line.split())) for line in lines] == [
        "00_first done n s",
        "01_second FAILED n s",
        "02_third done n s",
        "FAILED 01_second, In [4]: ZeroDivisionError: division by zero",
        f"2 of 3 done: {out / 'index.html'}",
    ]
    assert printed.err == ""
    assert (out / "results" / "02_third").is_dir()
    assert executed(out, "02_third").cells[-1].outputs[0].text == "lessons\n"
    assert "ZeroDivisionError" in (out / "01_second.html").read_text(encoding="utf-8")
    index = (out / "index.html").read_text(encoding="utf-8")
    assert "Photos: " in index
    assert "2 of 3 lessons done, 1 failed" in index
    assert '<a href="00_first.html">00 · Some &amp; such</a><p>About first.</p>' in index
    assert 'alt="A cat."' in index
    assert "In [4]: ZeroDivisionError" in index
    assert sorted(path.name for path in out.iterdir() if path.suffix not in (".html", ".ipynb")) == [
        "kernel.log",
        "results",
    ]

    lesson("01_second", "'mended'")
    assert run_lessons.main(command) == 0
    lines = capfd.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[1:4]] == [
        ["00_first", "done"],
        ["01_second", "done"],
        ["02_third", "done"],
    ]
    assert [line.endswith("before") for line in lines[1:4]] == [True, False, True]


def test_what_changed_is_run_again(lesson, photos, photo, command):
    lesson("00_first", "1")
    runner = lambda *more: run_lessons.make_runner(run_lessons.parse([*command, *more]))  # noqa: E731
    path = runner().lessons[0]
    assert not runner().is_done(path)
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.lesson_run = {"key": runner().key(path), "error": None, "seconds": 1}
    runner().keep(path, notebook)
    assert runner().is_done(path)
    assert not runner("--weights", "imagenet").is_done(path)
    photo(photos / "train" / "cats" / "1.png")
    assert not runner().is_done(path)
    (photos / "train" / "cats" / "1.png").unlink()
    assert runner().is_done(path)
    lesson("00_first", "2")
    assert not runner().is_done(path)
    assert runner().row(path)["state"] == "out of date"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has other signals")
def test_stopped_or_killed_it_leaves_what_is_whole_and_goes_on(lesson, out, command, tmp_path, capsys):
    lesson("00_quick", "1")
    lesson("01_slow", SLOW)
    lesson("02_last", "2")
    kernel = out / "results" / "01_slow" / "kernel"
    for how, code in ((signal.SIGKILL, -9), (signal.SIGINT, 130)):
        kernel.unlink(missing_ok=True)
        program = [sys.executable, "-m", "tools.lessons.run", *command]
        process = subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT)
        wait_for(lambda: kernel.exists() and kernel.read_text())
        process.send_signal(how)
        printed, _ = process.communicate(timeout=20)
        assert process.returncode == code, printed
        number = int(kernel.read_text())
        wait_for(lambda number=number: not is_alive(number), 10)
        assert executed(out, "00_quick").metadata.lesson_run.error is None
        assert not (out / "01_slow.ipynb").exists()
        assert "1 of 3 lessons done, 0 failed" in (out / "index.html").read_text(encoding="utf-8")
    assert "00_quick  done before" in printed
    assert "01_slow   stopped\nThe same command goes on from here" in printed
    (tmp_path / "go").touch()
    assert run_lessons.main(command) == 0
    assert "3 of 3 done" in capsys.readouterr().out
    assert not list(out.glob(".*"))


def test_a_kernel_that_dies_is_a_failure_with_its_cell(lesson, tmp_path):
    lesson("00_dies", "'fine'", "import os; os._exit(1)", "'never'")
    path = tmp_path / "lessons" / "00_dies.ipynb"
    notebook, error = run_lessons.execute(path, {}, tmp_path / "scratch.ipynb")
    assert error == "In [3]: DeadKernelError: Kernel died"
    assert notebook.cells[2].outputs[0].data["text/plain"] == "'fine'"


def test_lessons_are_chosen_by_number(lesson, tmp_path):
    for name in ("00_a", "05_b", "10_c"):
        lesson(name)
    known = sorted((tmp_path / "lessons").iterdir())
    assert run_lessons.choose(known, None) == known
    assert run_lessons.choose(known, "10 5, 10") == known[1:]
    with pytest.raises(ValueError, match="There is no lesson 07: choose from 00 05 10"):
        run_lessons.choose(known, "7")


def test_photos_and_weights_that_cannot_be_used_are_named(folder, capsys):
    assert run_lessons.main(["--data", str(folder / "x")]) == 2
    assert f"There is no folder {folder / 'x'}: give one" in capsys.readouterr().err
    assert run_lessons.main(["--notebooks", str(folder)]) == 2
    assert "holds no lessons" in capsys.readouterr().err
    with pytest.raises(ValueError, match='weights "imgenet" are not known'):
        run_lessons.find_weights("imgenet")
    assert run_lessons.find_photos(SAMPLE / ".." / "dogscats") == SAMPLE
    assert run_lessons.find_photos("") is None


def test_photos_that_are_not_split_are_divided(lesson, folder, photo, tmp_path, command):
    lesson("01_a", "")
    options = run_lessons.parse([*command[:4], "--data", str(folder)])
    runner = run_lessons.make_runner(options)
    assert runner.data == tmp_path / "out" / "pets" / "split"
    assert runner.out == tmp_path / "out" / "pets"
    assert sorted(path.name for path in runner.data.glob("*/cats/*")) == ["0.png", "1.png", "2.png"]
    assert run_lessons.make_runner(options).world == runner.world
    photo(folder / "cats" / "new.png", seed=9)
    again = run_lessons.make_runner(options)
    assert "new.png" in [path.name for path in again.data.glob("*/cats/*")]
    assert again.world != runner.world
