"""The lessons notice when learning breaks; `python -m tools.lessons.faults` tries every fault."""

import pytest

from tools.lessons import faults


@pytest.mark.parametrize("name", ["BGR flip lost", "uphill"])
def test_a_planted_fault_turns_cells_red(name, capsys):
    assert faults.main([name]) == 0
    assert ": Cell " in capsys.readouterr().out


@pytest.mark.parametrize("fault", faults.FAULTS, ids=lambda fault: fault.name)
def test_a_fault_can_be_planted_in_the_code_as_it_is(fault, tmp_path):
    (original,) = faults.ROOT.glob(fault.file)
    (tmp_path / fault.file).parent.mkdir(parents=True, exist_ok=True)
    copy = tmp_path / original.relative_to(faults.ROOT)
    copy.write_bytes(original.read_bytes())
    faults.plant(fault, tmp_path)
    assert copy.read_bytes() != original.read_bytes()


def test_an_unknown_fault_is_refused(capsys):
    assert faults.main(["tired author"]) == 2
    assert "labels shuffled" in capsys.readouterr().err
