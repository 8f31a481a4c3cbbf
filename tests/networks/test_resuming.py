"""Training continues after a kill."""

import os
import runpy
import signal
import subprocess
import sys

import pytest

from locations import ROOT

PROGRAM = ROOT / "tests" / "programs" / "train_resumably.py"


def kill_in_epoch(number, folder):
    """Run the program in another process, and kill it when it begins epoch `number`."""
    command = [sys.executable, PROGRAM, folder]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        for line in process.stdout:
            if line.startswith(f"epoch {number}"):
                process.kill()
    assert process.returncode == -signal.SIGKILL


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_killed_fit_goes_on_at_the_epoch_it_was_in(tmp_path, monkeypatch, capsys):
    kill_in_epoch(3, tmp_path / "state")
    monkeypatch.setattr(sys, "argv", ["", str(tmp_path / "state")])
    runpy.run_path(str(PROGRAM))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "epoch 3 6"  # two steps per epoch: the optimizer is where it was, too
    assert lines[-1] == "finished 16"
