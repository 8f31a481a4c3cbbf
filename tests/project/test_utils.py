"""The front door: each helper once, and its docstring names the lesson that introduces it."""

import ast
import inspect
import re

import nbformat
import pytest

import utils
from locations import LESSONS, ROOT

IMPORTS = [node for node in ast.parse((ROOT / "utils.py").read_text()).body if isinstance(node, ast.ImportFrom)]
HELPERS = [alias.name for node in IMPORTS for alias in node.names]


@pytest.fixture(scope="module")
def introduced():
    """Return the number of the first lesson that imports each helper, {helper: "05"}."""
    first = {}
    for lesson in LESSONS:
        code = [cell.source for cell in nbformat.read(lesson, as_version=4).cells if cell.cell_type == "code"]
        nodes = [node for node in ast.walk(ast.parse("\n".join(code))) if isinstance(node, ast.ImportFrom)]
        for name in (alias.name for node in nodes if node.module == "utils" for alias in node.names):
            first.setdefault(name, lesson.name[:2])
    return first


def test_each_helper_is_named_once():
    assert len(HELPERS) > 100
    assert len(set(HELPERS)) == len(HELPERS)
    assert (ROOT / "utils.py").read_text().count("__all__") == 0


def test_lessons_import_helpers_that_there_are(introduced):
    assert set(introduced) <= set(HELPERS)
    assert len(introduced) > 90


@pytest.mark.parametrize("name", HELPERS)
def test_its_docstring_names_the_lesson_that_introduces_it(name, introduced):
    (number,) = re.findall(r"Lesson (\d\d)\.", inspect.getdoc(getattr(utils, name)))
    assert number == introduced.get(name, number)
