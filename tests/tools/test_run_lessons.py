"""`make lessons` on lessons of a few cells: what is run, left out, repeated, stopped and killed."""

import json
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
from tools.lessons import recording, run, runner, settings
from tools.lessons.execution import execute
from workbook.networks.precision import PRECISIONS

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
    """Return a function that writes a lesson: a title, the settings, and the given code cells."""

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
    """Return a folder of two photos, with a name that many programs cannot handle."""
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
    """Make the lessons of these tests independent of the course's modules, which someone may be editing."""
    monkeypatch.setattr(runner, "CODE", ())


def executed(out, name):
    return nbformat.read(out / f"{name}.ipynb", as_version=4)


def wait_for(condition, seconds=60):
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


@pytest.fixture
def after_a_failure(lesson, out, command, capfd):
    """Run three lessons, the second of which fails, and return what is printed."""
    lesson("00_first", FIGURE)
    lesson("01_second", "import warnings; warnings.warn('noise')", "1 / 0  # <b>", "'not reached'")
    lesson("02_third", "from pathlib import Path\nPath(results).mkdir(parents=True)", "print(Path.cwd().name)")
    assert run.main(command) == 1
    return capfd.readouterr()


def test_every_lesson_is_run_even_after_a_failure(after_a_failure, lesson, photos, out, command, capfd):
    first, *lines = after_a_failure.out.splitlines()
    assert first == f"3 lessons on {photos}"
    assert [re.sub(r"\d+ s$", "n s", " ".join(line.split())) for line in lines] == [
        "00_first done n s",
        "01_second FAILED n s",
        "02_third done n s",
        "FAILED 01_second, In [4]: ZeroDivisionError: division by zero",
        f"2 of 3 done: {out / 'index.html'}",
    ]
    assert after_a_failure.err == ""
    lesson("01_second", "'mended'")
    assert run.main(command) == 0
    again = [line.split() for line in capfd.readouterr().out.splitlines()[1:4]]
    assert [words[:2] for words in again] == [["00_first", "done"], ["01_second", "done"], ["02_third", "done"]]
    assert [words[-1] == "before" for words in again] == [True, False, True]


def test_every_lesson_is_kept_and_listed_even_after_a_failure(after_a_failure, out):
    assert (out / "results" / "02_third").is_dir()
    assert executed(out, "02_third").cells[-1].outputs[0].text == "lessons\n"
    assert "ZeroDivisionError" in (out / "01_second.html").read_text(encoding="utf-8")
    index = (out / "index.html").read_text(encoding="utf-8")
    assert "Photos: " in index
    assert "2 of 3 lessons done, 1 failed" in index
    assert '<a href="00_first.html">00 · Some &amp; such</a><p>About first.</p>' in index
    assert 'alt="A cat."' in index
    assert "In [4]: ZeroDivisionError" in index
    others = sorted(path.name for path in out.iterdir() if path.suffix not in (".html", ".ipynb"))
    assert others == ["kernel.log", "results"]


def test_what_changed_is_run_again(lesson, photos, photo, command):
    lesson("00_first", "1")

    def now(*more):
        return run.make_runner(run.parse([*command, *more]))

    path = now().lessons[0]
    assert not now().is_done(path)
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.lesson_run = {"key": now().key(path), "error": None, "seconds": 1}
    now().keep(path, notebook)
    assert now().is_done(path)
    assert not now("--weights", "imagenet").is_done(path)
    assert not now("--precision", "bfloat16").is_done(path)
    photo(photos / "train" / "cats" / "1.png")
    assert not now().is_done(path)
    (photos / "train" / "cats" / "1.png").unlink()
    assert now().is_done(path)
    lesson("00_first", "2")
    assert not now().is_done(path)
    assert now().row(path)["state"] == "out of date"


@pytest.fixture
def interruptible():
    """Let programs that a test starts receive SIGINT, which shells let their background jobs ignore."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals, which Windows does not have")
@pytest.mark.usefixtures("interruptible")
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
        printed, _ = process.communicate(timeout=60)
        assert process.returncode == code, printed
        number = int(kernel.read_text())
        wait_for(lambda number=number: not is_alive(number))
        assert executed(out, "00_quick").metadata.lesson_run.error is None
        assert not (out / "01_slow.ipynb").exists()
        assert "1 of 3 lessons done, 0 failed" in (out / "index.html").read_text(encoding="utf-8")
    assert "00_quick  done before" in printed
    assert "01_slow   stopped\nThe same command goes on from here" in printed
    (tmp_path / "go").touch()
    assert run.main(command) == 0
    assert "3 of 3 done" in capsys.readouterr().out
    assert not list(out.glob(".*"))


def test_a_kernel_that_dies_is_a_failure_with_its_cell(lesson, tmp_path):
    lesson("00_dies", "'fine'", "import os; os._exit(1)", "'never'")
    path = tmp_path / "lessons" / "00_dies.ipynb"
    notebook, error = execute(path, {}, tmp_path / "scratch.ipynb")
    assert error == "In [3]: DeadKernelError: Kernel died"
    assert notebook.cells[2].outputs[0].data["text/plain"] == "'fine'"


def test_lessons_are_chosen_by_number(lesson, tmp_path):
    for name in ("00_a", "05_b", "10_c"):
        lesson(name)
    known = sorted((tmp_path / "lessons").iterdir())
    assert settings.choose(known, None) == known
    assert settings.choose(known, "10 5, 10") == known[1:]
    with pytest.raises(ValueError, match="There is no lesson 07: choose from 00 05 10"):
        settings.choose(known, "7")


def test_photos_and_weights_that_cannot_be_used_are_named(folder, capsys):
    assert run.main(["--data", str(folder / "x")]) == 2
    assert f"There is no folder {folder / 'x'}: give one" in capsys.readouterr().err
    assert run.main(["--notebooks", str(folder)]) == 2
    assert "holds no lessons" in capsys.readouterr().err
    with pytest.raises(ValueError, match='weights "imgenet" are not known'):
        settings.find_weights("imgenet")
    assert settings.find_photos(SAMPLE / ".." / "dogscats") == SAMPLE
    assert settings.find_photos("") is None


def test_photos_that_are_not_split_are_divided(lesson, folder, photo, tmp_path, command):
    lesson("01_a", "")
    options = run.parse([*command[:4], "--data", str(folder)])
    first = run.make_runner(options)
    assert first.data == tmp_path / "out" / "pets" / "split"
    assert first.out == tmp_path / "out" / "pets"
    assert sorted(path.name for path in first.data.glob("*/cats/*")) == ["0.png", "1.png", "2.png"]
    assert run.make_runner(options).world == first.world
    photo(folder / "cats" / "new.png", seed=9)
    again = run.make_runner(options)
    assert "new.png" in [path.name for path in again.data.glob("*/cats/*")]
    assert again.world != first.world


def test_the_precision_reaches_the_kernels_and_only_them(lesson, out, command, monkeypatch):
    monkeypatch.delenv("WORKBOOK_PRECISION", raising=False)
    lesson("00_asks", "import os\nprint(os.environ['WORKBOOK_PRECISION'])")
    assert run.main([*command, "--precision", "auto"]) == 0
    assert executed(out, "00_asks").cells[-1].outputs[0].text == "auto\n"
    assert "WORKBOOK_PRECISION" not in os.environ
    assert "Precision: auto." in (out / "index.html").read_text(encoding="utf-8")


def test_the_precision_is_one_that_the_networks_know(lesson, command, monkeypatch, capsys):
    lesson("00_a")
    assert set(settings.PRECISIONS) == set(PRECISIONS)
    assert run.main([*command, "--precision", "half"]) == 2
    told = 'The precision "half" is not known: use one of float32, bfloat16, auto.\n'
    assert capsys.readouterr().err == told
    assert run.parse(command).precision == "float32"
    monkeypatch.setenv("WORKBOOK_PRECISION", "bfloat16")
    assert run.parse(command).precision == "bfloat16"


def test_programs_that_use_no_network_do_not_load_tensorflow():
    modules = "tools.get_data, tools.lessons.run, tools.lessons.runner"
    program = f"import sys, {modules}; print({{'keras', 'tensorflow'}} & sys.modules.keys())"
    printed = subprocess.check_output([sys.executable, "-c", program], cwd=ROOT, text=True)
    assert printed == "set()\n"


HANDED_OUT = 'from workbook.records import three_columns\nthree_columns("{}", {{"accuracy": {}}})'


@pytest.fixture
def recorded(tmp_path, monkeypatch):
    """Return the file of the record "mine", in the place of data/recorded."""
    monkeypatch.setattr(recording, "DATA", tmp_path)
    return tmp_path / "recorded" / "mine.json"


def test_what_lessons_hand_out_is_recorded(lesson, photos, command, recorded):
    lesson("05_first", HANDED_OUT.format("05", 0.5))
    lesson("06_second", HANDED_OUT.format("06", 0.25))
    assert run.main([*command, "--record", "mine"]) == 0
    told = json.loads(recorded.read_text())
    assert {number: each["figures"] for number, each in told["lessons"].items()} == {
        "05": {"accuracy": 0.5},
        "06": {"accuracy": 0.25},
    }
    assert (told["title"], told["photos"], told["classes"]) == ("2 photos", {"train": 1, "valid": 1}, ["cats"])
    assert (told["weights"], told["precision"]) == ("sample", "float32")


def test_a_lesson_recorded_again_leaves_the_others(lesson, command, recorded):
    lesson("05_first", HANDED_OUT.format("05", 0.5))
    lesson("06_second", HANDED_OUT.format("06", 0.25))
    assert run.main([*command, "--record", "mine"]) == 0
    lesson("06_second", HANDED_OUT.format("06", 0.75))
    lesson("07_failing", "1 / 0")
    assert run.main([*command, "--record", "mine", "--lessons", "06 07"]) == 1
    lessons = json.loads(recorded.read_text())["lessons"]
    assert {number: each["figures"]["accuracy"] for number, each in lessons.items()} == {"05": 0.5, "06": 0.75}


def test_a_record_of_other_photos_is_not_overwritten(lesson, photo, photos, command, recorded, capsys):
    lesson("05_first", HANDED_OUT.format("05", 0.5))
    assert run.main([*command, "--record", "mine"]) == 0
    before = recorded.read_text()
    photo(photos / "train" / "cats" / "1.png")
    assert run.main([*command, "--record", "mine"]) == 2
    assert "mine.json was measured on other photos" in capsys.readouterr().err
    assert recorded.read_text() == before


@pytest.mark.parametrize(("options", "told"), [(["--record", "a/b"], "letters"), (["--record", "mine"], "add --data")])
def test_a_record_needs_a_name_and_photos(lesson, command, capsys, options, told):
    lesson("05_first", "1")
    data = [] if told == "add --data" else command[4:]
    assert run.main([*command[:4], *data, *options]) == 2
    assert told in capsys.readouterr().err
