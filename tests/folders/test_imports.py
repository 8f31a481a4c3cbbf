"""Checking, dividing, sampling and downloading start quickly because they load no large library."""

import pkgutil
import re
import subprocess
import sys

import hostile
from locations import ROOT
from workbook import downloads, folders

LARGE = {"jax", "keras", "matplotlib", "pandas", "pywt", "scipy", "sklearn", "tensorflow", "torch"}


def run(*arguments):
    """Run Python, and return what it printed, its exit status and the names of all packages it imported."""
    command = [sys.executable, "-X", "importtime", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    imported = set(re.findall(r"^import time: .*\| *(\w+)", done.stderr, re.MULTILINE))
    assert {"numpy", "workbook"} <= imported, done.stderr
    return done.stdout, done.returncode, imported


def test_no_module_of_folders_and_downloads_loads_a_large_library():
    modules = ["workbook.atomic", "workbook.photos.decode", "workbook.photos.listing"]
    for package in (folders, downloads):
        found = [module.name for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
        assert found, package
        modules += found
    _, status, imported = run("-c", f"import {', '.join(modules)}")
    assert status == 0
    assert imported & LARGE == set()


def test_the_check_in_a_terminal_loads_no_large_library(tmp_path):
    photos, _ = hostile.build(tmp_path)
    printed, status, imported = run("-m", "workbook.folders.checkup", str(photos))
    assert status == 1
    assert imported & LARGE == set()
    assert "fault: empty file (1). Copy it again from its source, or remove it.\n    train/cats/0 bytes.jpg" in printed
