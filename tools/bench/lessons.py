"""The run time of each lesson."""

from tools.bench.timing import ROOT, once, row_alone, run_module


def measure(scratch, count, data=None):
    """Print one row per lesson; `count` and `data` are not used."""
    for lesson in sorted((ROOT / "notebooks").glob("*.ipynb")):
        arguments = ["--no-progress-bar", "--cwd", lesson.parent, lesson, scratch / lesson.name]
        row_alone(f"lesson {lesson.stem}", once(lambda arguments=arguments: run_module("papermill", *arguments)))
