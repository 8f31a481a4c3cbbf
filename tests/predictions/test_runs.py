"""Several runs on the same photos, judged and compared."""

from types import SimpleNamespace

import numpy as np
import pytest

from workbook.predictions.runs import by_setting, gains, judge_runs, scores

ANSWERS = [[[0.9, 0.1], [0.5, 0.5], [0.2, 0.8]], [[0.4, 0.6], [1.0, 0.0], [0.2, 0.8]]]
RUNS = [SimpleNamespace(answers=answers) for answers in ANSWERS]
CLASSES = np.array([0, 0, 1])


def test_errors_and_losses_are_those_of_each_run_and_photo():
    judged = judge_runs(RUNS, CLASSES)
    assert judged.errors.tolist() == [[0, 0, 0], [1, 0, 0]]
    assert judged.losses == pytest.approx(-np.log([[0.9, 0.5, 0.8], [0.4, 1.0, 0.8]]))
    assert 80 < judge_runs(RUNS, np.array([0, 1, 1])).losses[1, 1] < 90


def test_scores_have_a_number_for_each_run():
    told = scores("here", judge_runs(RUNS, CLASSES))
    assert list(told) == ["here: accuracy", "here: loss"]
    assert told["here: accuracy"] == pytest.approx([1, 2 / 3])


def test_runs_stand_below_their_setting():
    judged = judge_runs(RUNS, CLASSES)
    perfect = judged._replace(errors=judged.errors * 0, losses=judged.losses * 0)
    assert perfect.means == (0, 1)
    assert judged.means == pytest.approx((judged.losses.mean(), 5 / 6))
    assert by_setting({"a": [judged, perfect]}, "accuracy")["a"] == pytest.approx(np.array([[1, 2 / 3], [1, 1]]))
    assert by_setting({"a": [judged]}, "loss")["a"][0] == pytest.approx(judged.losses.mean(axis=1))


def test_a_gain_is_positive_where_the_second_is_better():
    judged = judge_runs(RUNS, CLASSES)
    better = judged._replace(errors=judged.errors * 0, losses=judged.losses / 2)
    told = gains("better", judged, better)
    assert list(told) == ["better: accuracy gained ±", "better: loss saved ±"]
    assert told["better: accuracy gained ±"][0] == pytest.approx(1 / 6)
    assert told["better: loss saved ±"][0] == pytest.approx(judged.losses.mean() / 2)
    assert gains("same", judged, judged)["same: loss saved ±"] == [0, 0]
