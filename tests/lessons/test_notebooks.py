"""Every committed lesson is executed, clean and readable; what nbval does not see."""

import ast
import json
import re

import nbformat
import pytest
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelspec import KERNEL_NAME, get_kernel_dict
from jupyter_client.manager import start_new_kernel

from locations import LESSONS, ROOT

SOURCES = json.loads((ROOT / "data" / "sources.json").read_text(encoding="utf-8"))
LINK = re.compile(r"\[([^\]]+)\]\((https?:[^)]+)\)")
OWN_PLACES = re.compile(r"(?<![\w.])/(?:home|root|work|tmp|Users|mnt|private)/|[A-Z]:\\\\Users")


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def lesson(request):
    notebook = nbformat.read(request.param, as_version=4)
    notebook.path = request.param
    return notebook


def prose(lesson):
    return "\n".join(cell.source for cell in lesson.cells if cell.cell_type == "markdown")


def code(lesson):
    return [cell for cell in lesson.cells if cell.cell_type == "code"]


def outputs(lesson):
    return [output for cell in code(lesson) for output in cell.outputs]


def prints(cell):
    """Return whether a cell's last statement is sure to leave an output."""
    last = ast.parse(cell.source).body[-1]
    if not isinstance(last, ast.Expr) or cell.source.rstrip().endswith(";"):
        return False
    return not isinstance(last.value, ast.Call) or getattr(last.value.func, "id", None) in ("print", "show", "dict")


def test_there_are_lessons():
    assert len(LESSONS) >= 2


def test_it_was_executed_top_to_bottom(lesson):
    assert [cell.execution_count for cell in code(lesson)] == list(range(1, len(code(lesson)) + 1))
    silent = [cell.source for cell in code(lesson) if prints(cell) and not cell.outputs]
    assert silent == []


def test_jupyterlab_finds_nothing_to_change_when_it_opens_it(lesson):
    spec = get_kernel_dict()
    kernel = {"name": KERNEL_NAME, "display_name": spec["display_name"], "language": spec["language"]}
    assert lesson.metadata.kernelspec == kernel
    assert lesson.metadata.language_info == IPythonKernel.language_info | {"version": "3"}


def test_no_output_is_an_error_or_a_warning(lesson):
    assert [output for output in outputs(lesson) if output.output_type == "error"] == []
    assert [output.text for output in outputs(lesson) if output.get("name") == "stderr"] == []


def test_every_figure_has_a_text(lesson):
    for output in outputs(lesson):
        if "image/png" in output.get("data", {}):
            assert output.metadata["image/png"]["alt"].strip().endswith(".")


def test_no_path_of_one_machine_is_in_it(lesson):
    texts = [cell.source for cell in lesson.cells]
    texts += [output.get("text", "") + str(output.get("data", {}).get("text/plain", "")) for output in outputs(lesson)]
    assert [text for text in texts if OWN_PLACES.search(text)] == []
    assert [cell.source for cell in code(lesson) if re.search(r"^\s*[%!]", cell.source, re.MULTILINE)] == []


def test_a_folder_may_begin_with_a_tilde(lesson):
    lines = "\n".join(cell.source for cell in code(lesson)).splitlines()
    paths = [line for line in lines if re.search(r"Path\((data|results|f\")", line)]
    assert [line for line in paths if ".expanduser()" not in line] == []


def test_cells_are_short(lesson):
    lengths = [sum(bool(line.strip()) for line in cell.source.splitlines()) for cell in code(lesson)]
    assert max(lengths) <= 25
    assert sum(lengths) / len(lengths) <= 6
    assert len(lesson.cells) <= 80


def test_no_sentence_looks_like_the_start_of_a_list(lesson):
    assert re.findall(r"^[A-Za-z(].*\n\d+\. .*", prose(lesson), re.MULTILINE) == []


def test_prose_leads_the_code(lesson):
    kinds = [cell.cell_type for cell in lesson.cells if "answer" not in cell.metadata.get("tags", [])]
    led = [before == "markdown" for before, kind in zip(kinds, kinds[1:], strict=False) if kind == "code"]
    assert sum(led) / len(led) >= 0.7
    assert "code " * 5 not in " ".join(kinds) + " "


def test_it_begins_and_ends_as_every_lesson_does(lesson):
    number = lesson.path.stem[:2]
    assert lesson.cells[0].source.startswith(f"# {number} · ")
    assert "**Time:**" in lesson.cells[0].source
    assert [cell for cell in lesson.cells if "parameters" in cell.metadata.get("tags", [])] == [code(lesson)[0]]
    headings = re.findall(r"^## (.*)$", "\n".join(cell.source for cell in lesson.cells), re.MULTILINE)
    assert headings[-3:] == ["Recap", "Exercises", "Sources and further reading"]
    assert lesson.cells[-1].source.startswith("**Next:**")


def test_it_leads_to_the_lessons_before_and_after_it(lesson):
    place = LESSONS.index(lesson.path)
    before, after = LESSONS[max(0, place - 1)].name, LESSONS[(place + 1) % len(LESSONS)].name
    assert place == 0 or f"]({before})" in lesson.cells[0].source
    assert f"]({after})" in lesson.cells[-1].source


def test_links_between_files_lead_somewhere(lesson):
    for target in re.findall(r"\]\(([^):]+)\)", prose(lesson)):
        assert (lesson.path.parent / target.split("#")[0]).exists(), target


def test_its_time_is_that_of_computing_and_of_reading(lesson):
    (minutes,) = re.findall(
        r"\*\*Time:\*\* .* of computing on a laptop, (\d+) minutes to read with care", prose(lesson)
    )
    words, figures = (
        len(prose(lesson).split()),
        sum("image/png" in output.get("data", {}) for output in outputs(lesson)),
    )
    assert int(minutes) == pytest.approx(words / 130 + 0.25 * len(code(lesson)) + 0.3 * figures, abs=5)


def test_its_log_of_training_is_short(lesson):
    assert [
        output.text for output in outputs(lesson) if re.search(r"\d/step|^Epoch \d+/", output.get("text", ""))
    ] == []


def test_its_sources_are_in_the_list(lesson):
    *_, listed = re.split(r"^## ", prose(lesson), flags=re.MULTILINE)
    assert len(LINK.findall(listed)) >= 3
    for text, link in LINK.findall(prose(lesson)):
        assert {"text": text, "link": link} in SOURCES.values()
    assert re.findall(r"https?:", prose(lesson)) == ["https:"] * len(LINK.findall(prose(lesson)))


@pytest.mark.parametrize("key", SOURCES)
def test_a_source_has_a_text_a_year_and_a_link(key):
    text, link = SOURCES[key]["text"], SOURCES[key]["link"]
    assert re.fullmatch(r"https://[\w.-]+(/[^\s]*)?", link)
    assert text.endswith(".")
    assert [entry["link"] for entry in SOURCES.values()].count(link) == 1


def test_a_kernel_tells_what_the_lessons_record():
    manager, client = start_new_kernel(kernel_name=KERNEL_NAME)
    try:
        told = client.kernel_info(reply=True, timeout=60)["content"]["language_info"]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert told == IPythonKernel.language_info | {"version": "3"}


def test_what_is_not_compared_is_about_the_machine():
    compared, counted = 0, 0
    for lesson in (nbformat.read(path, as_version=4) for path in LESSONS):
        for cell in (cell for cell in code(lesson) if cell.outputs):
            ignored = "nbval-ignore-output" in cell.metadata.get("tags", [])
            assert bool(cell.metadata.get("compare", {}).get("machine")) == ignored
            compared, counted = compared + (not ignored), counted + 1
    assert compared / counted >= 0.97
    assert f"{compared} of the {counted} cells with output" in (ROOT / "README.md").read_text(encoding="utf-8")
