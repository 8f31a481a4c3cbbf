"""Time functions and programs, and print the rows of the table."""

import importlib.util
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
REPEATS = 3


def seconds(function):
    """Return the shortest time that `function` takes, in seconds, after one call that does not count."""
    function()
    return min(once(function) for _ in range(REPEATS))


def once(function):
    """Return the time that `function` takes, in seconds."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def row(what, ours, other, unit):
    """Print a row of the table that compares two rates, or two sizes."""
    print(f"| {what} | {ours:,.1f} | {other:,.1f} | {unit} | {ours / other:.2f} |", flush=True)


def row_alone(what, time_taken, digits=0):
    """Print a row of the table for a time in seconds that nothing is compared with."""
    print(f"| {what} | {time_taken:.{digits}f} | | s | |", flush=True)


def printed(program, *arguments):
    """Run a program of the folder `programs` in a new process, and return the number that it prints last."""
    return float(run_module(f"tools.bench.programs.{program}", *arguments).split()[-1])


def run_module(module, *arguments):
    """Run `python -m module` in a new process, and return what it prints; raise RuntimeError if it fails."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"python -m {module} failed:\n{done.stderr}")
    return done.stdout


def installed(package):
    """Return whether `package` can be imported."""
    return importlib.util.find_spec(package) is not None
