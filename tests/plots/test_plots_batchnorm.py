import numpy as np
import pytest

from utils import plot_batch_norm, plot_learning_rates, plot_reliability, plot_spread, plot_stretch


def lines(figure):
    return {line.get_label(): line for line in figure.axes[0].get_lines()}


def test_the_identity_is_told_from_what_is_not():
    assert plot_batch_norm(2.0, 3.0, 3.0, 4.0, 0.0).axes[0].get_title() == "the identity"
    assert plot_batch_norm(2.0, 3.0, 3.0, 2.0, 0.0).axes[0].get_title() == "not the identity"


def test_every_recipe_and_network_has_its_line():
    recipes = {name: np.full(3, factor) for factor, name in enumerate("abcdef", start=1)}
    drawn = lines(plot_stretch(np.array([0.1, 1, 10]), recipes))
    assert {name: line.get_ydata()[0] for name, line in drawn.items()} == dict(zip("abcdef", range(1, 7), strict=True))
    drawn = lines(plot_learning_rates([0.1, 1], {"plain": [0.9, 0.5], "batch norm": [0.9, 0.8]}))
    assert list(drawn["batch norm"].get_ydata()) == [0.9, 0.8]


def test_zeros_are_told_not_drawn():
    figure = plot_spread({"fc1": np.array([[0.0, 0.0, 0.0, 2.0]])})
    assert figure.axes[0].get_title() == "fc1: 75% zeros"
    assert sum(bar.get_height() for bar in figure.axes[0].patches) == 1


def test_a_network_that_is_too_sure_lies_below_the_diagonal():
    classes = np.array([0, 1] * 10)
    sure = np.tile([0.9, 0.1], (20, 1))
    sure[10:] = [0.7, 0.3]
    x, y = lines(plot_reliability({"sure": sure}, classes, bins=2))["sure"].get_data()
    assert x == pytest.approx([0.7, 0.9])
    assert y == pytest.approx([0.5, 0.5])


def test_answers_equally_sure_are_one_point():
    same = np.tile([0.2, 0.8], (20, 1))
    x, y = lines(plot_reliability({"same": same}, np.repeat([0, 1], 10)))["same"].get_data()
    assert (x, y) == (pytest.approx([0.8]), pytest.approx([0.5]))
    same[:2] = [0.4, 0.6]  # the less sure are not lost among the many
    x, y = lines(plot_reliability({"same": same}, np.repeat([0, 1], 10)))["same"].get_data()
    assert (x, y) == (pytest.approx([0.6, 0.8]), pytest.approx([0, 10 / 18]))
