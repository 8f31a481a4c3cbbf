"""The files around the code agree with each other."""

import re
import tomllib

import yaml
from packaging.requirements import Requirement

from locations import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
WANTED = {Requirement(line) for line in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]}


def test_conda_gets_the_same_packages():
    *conda, by_pip = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    assert {Requirement(line) for line in by_pip["pip"] if not line.startswith("--")} == WANTED
    assert f"python{PROJECT['requires-python']}" in conda


def test_the_lock_pins_every_package_with_hashes_and_names_no_index():
    lock = (ROOT / "requirements.lock").read_text()
    pinned = dict(re.findall(r"^([\w.-]+)==(\S+)", lock, re.MULTILINE))
    for requirement in WANTED:
        assert pinned[requirement.name] in requirement.specifier
    assert lock.count("--hash=sha256:") > len(pinned)
    assert "://" not in lock
    assert "index-url" not in lock.replace("--no-emit-index-url", "")


def test_the_readme_leads_to_every_lesson():
    readme = (ROOT / "README.md").read_text()
    for target in re.findall(r"\]\(([^):#]+)\)", readme):
        assert (ROOT / target).exists(), target
    for lesson in (ROOT / "notebooks").glob("*.ipynb"):
        assert f"(notebooks/{lesson.name})" in readme


def test_ci_runs_the_readmes_test_command():
    assert "\nmake test\n" in (ROOT / ".ci" / "run").read_text()
    assert "make test" in (ROOT / "README.md").read_text()
    assert "make test" in (ROOT / ".github" / "workflows" / "test.yml").read_text()
