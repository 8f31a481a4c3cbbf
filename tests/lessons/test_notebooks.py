"""Every committed lesson is executed, clean and readable; what nbval does not see."""

import ast
import re

import nbformat
import pytest

from locations import LESSONS

OWN_PLACES = re.compile(r"(?<![\w.])/(?:home|root|work|tmp|Users|mnt|private)/|[A-Z]:\\\\Users")


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def lesson(request):
    notebook = nbformat.read(request.param, as_version=4)
    notebook.path = request.param
    return notebook


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
    assert headings[-2:] == ["Recap", "Exercises"]
    assert lesson.cells[-1].source.startswith("**Next:**")


def test_links_between_files_lead_somewhere(lesson):
    prose = "\n".join(cell.source for cell in lesson.cells if cell.cell_type == "markdown")
    for target in re.findall(r"\]\(([^):]+)\)", prose):
        assert (lesson.path.parent / target.split("#")[0]).exists(), target
