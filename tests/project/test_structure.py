"""The house: imports run one way, no room is crowded, and no function is long. Every module there is takes part."""

import ast
import statistics
from collections import Counter
from graphlib import TopologicalSorter

import pytest

from locations import ROOT

FLOORS = {
    "workbook": 0,
    "vgg16": 1,
    "vgg16bn": 2,
    "utils": 3,
    "tools": 4,
    "conftest": 4,
    "tests": 5,
}  # each imports from below
MODULES = {
    path.relative_to(ROOT).with_suffix("").as_posix().removesuffix("/__init__").replace("/", "."): path
    for name in FLOORS
    for path in [*ROOT.glob(f"{name}.py"), *(ROOT / name).rglob("*.py")]
}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}


def imported(tree):
    """Return the names of all modules that a module imports, wherever in it."""
    nodes = list(ast.walk(tree))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    froms = {(node.module, alias.name) for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
    return plain | {module for module, _ in froms} | {f"{module}.{name}" for module, name in froms}


IMPORTS = {name: imported(tree) & MODULES.keys() for name, tree in TREES.items()}


def test_all_modules_are_read():
    assert len(MODULES) > 80
    for name in ("utils", "vgg16bn", "workbook.folders.splits", "tools.lessons.run", "tools.sample.drawing.coats"):
        assert name in MODULES
    assert sum(map(len, IMPORTS.values())) > 200


@pytest.mark.parametrize("module", MODULES)
def test_imports_come_from_the_floors_below(module):
    floor = FLOORS[module.split(".")[0]]
    above = {name for name in IMPORTS[module] if FLOORS[name.split(".")[0]] > floor}
    assert above == set()


def test_no_imports_run_in_a_circle():
    list(TopologicalSorter(IMPORTS).static_order())  # raises CycleError, which names the circle


def test_no_room_of_the_workbook_is_in_a_circle_with_another():
    rooms = {name: ".".join(name.split(".")[:2]) for name in MODULES if name.startswith("workbook.")}
    doors = {room: set() for room in rooms.values()}
    for module, room in rooms.items():
        doors[room] |= {rooms[name] for name in IMPORTS[module] if name in rooms} - {room}
    list(TopologicalSorter(doors).static_order())


def test_no_folder_holds_more_than_ten_modules():
    crowd = Counter(path.parent for path in MODULES.values() if path.name != "__init__.py")
    assert max(crowd.values()) <= 10, crowd.most_common(3)


def test_functions_are_short():
    functions = [
        (node.end_lineno - node.lineno + 1, f"{name}.{node.name}")
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    ]
    assert max(functions) <= (30, "~"), sorted(functions)[-3:]
    assert statistics.median(length for length, _ in functions) <= 9
