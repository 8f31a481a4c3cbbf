"""Checks of rules that choose the steps of a training."""

import keras
import numpy as np

from workbook.exercises.optimisers import check_rule


def test_a_right_rule_takes_the_same_steps(capsys):
    check_rule(lambda g, memory, rate: -rate * g, keras.optimizers.SGD(0.01))
    assert capsys.readouterr().out == "the same 10 steps as SGD\n"


def test_a_wrong_one_is_told_where_it_leaves_the_path(capsys):
    check_rule(lambda g, memory, rate: -rate * g, keras.optimizers.SGD(0.01, momentum=0.9))
    assert capsys.readouterr().out.startswith("step 2: you are at (0.9801, -1.6200, 0.0000), SGD is at (0.9711,")
    check_rule(lambda g, memory, rate: -rate * np.linalg.norm(g), keras.optimizers.SGD(0.01))
    assert "step 1 has the shape (): return one number for each weight, (3,)" in capsys.readouterr().out


def test_what_is_kept_in_the_memory_is_there_at_the_next_step(capsys):
    def momentum(g, memory, rate):
        memory["step"] = 0.9 * memory.get("step", 0) - rate * g
        return memory["step"]

    check_rule(momentum, keras.optimizers.SGD(0.001, momentum=0.9))
    assert capsys.readouterr().out == "the same 10 steps as SGD\n"
