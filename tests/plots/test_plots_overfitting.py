import numpy as np
import pytest

from workbook.plots.overfitting import plot_dropped, plot_gaps, plot_grid, plot_ladder, plot_sweep


def test_every_head_has_its_panel_on_one_scale():
    figure = plot_gaps({"small": [[1.0, 1.1], [0.9, 1.0]], "large": [[0.5, 9.0], [0.0, 0.8]]}, guessing=0.7)
    assert [axis.get_title() for axis in figure.axes] == ["small", "large"]
    assert figure.axes[0].get_ylim() == figure.axes[1].get_ylim() == (0, pytest.approx(2.1))
    training = next(line for line in figure.axes[1].get_lines() if line.get_label() == "training")
    assert list(training.get_ydata()) == [0.5, 0.0]


def test_a_sweep_has_a_column_a_kind_and_a_row_a_strength():
    figure = plot_sweep({"flip": np.zeros((3, 4, 4, 3)), "zoom": np.full((3, 4, 4, 3), 300)}, [0, 0.5, 1])
    assert len(figure.axes) == 6
    assert [axis.get_ylabel() for axis in figure.axes[::2]] == ["0", "0.5", "1"]
    assert figure.axes[1].images[0].get_array().max() == 255


def test_dropped_sums_are_drawn_beside_the_whole():
    figure = plot_dropped({"p = 0.5": np.array([1.0, 3.0])}, whole=2.5)
    whole, mean = figure.axes[0].get_lines()
    assert (whole.get_xdata()[0], mean.get_xdata()[0]) == (2.5, 2.0)
    assert sum(bar.get_height() for bar in figure.axes[0].patches) == 2


def test_the_first_rung_is_on_top():
    axis = plot_ladder({"nothing": (0.0, 0.5, 0.1), "dropout": (0.1, 0.4, 0.1)}).axes[0]
    assert [label.get_text() for label in axis.get_yticklabels()] == ["nothing", "dropout"]
    assert axis.yaxis_inverted()


def test_a_grid_draws_every_run_and_the_means():
    figure = plot_grid([0, 0.5], {"plain": ([[1.0, 3.0], [2.0, 2.0]], [0.1, 0.1])}, "rate", "loss")
    means = figure.axes[0].containers[0].lines[0]
    assert list(means.get_ydata()) == [2.0, 2.0]
    with pytest.raises(ValueError, match="at most 3"):
        plot_grid([0], dict.fromkeys("abcd", ([[1.0]], [0.1])), "rate", "loss")
