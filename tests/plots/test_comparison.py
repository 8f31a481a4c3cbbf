"""Figures that compare."""

import numpy as np
import pytest

from workbook.plots.comparison import (
    plot_clips,
    plot_errors,
    plot_gains,
    plot_grid,
    plot_growth,
    plot_ladder,
    plot_learning_rates,
    plot_measured,
)
from workbook.predictions.probabilities import do_clip, error_interval

RATES = {"plain": [[0.9, 0.7], [0.5, 0.5]], "batch norm": [[0.9, 0.9], [0.8, 0.6]]}


def test_errors_stand_in_their_intervals_and_panels_agree():
    here, there = {"a": (3, 32), "b": (0, 32)}, {"a": (97, 1000), "b": (200, 1000)}
    left, right = plot_errors({"here": here, "there": there}).axes
    assert [text.get_text() for text in left.get_yticklabels()] == ["a", "b"]
    interval, point = right.lines[:2]
    assert list(interval.get_xdata()) == list(error_interval(97, 1000))
    assert list(point.get_xdata()) == [0.097]
    assert left.get_xlim() == right.get_xlim()
    assert left.get_xlim()[1] > error_interval(200, 1000)[1]
    with pytest.raises(ValueError, match="'there' has other networks"):
        plot_errors({"here": here, "there": {"a": (1, 2)}})


def test_each_measurement_has_its_dot_and_error():
    axis = plot_measured({"flip": (0.9, 0.02), "turn": (0.8, 0.03)}, reference=0.85).axes[0]
    dots = axis.containers[0].lines[0]
    assert list(dots.get_xdata()) == [0.9, 0.8]
    assert [label.get_text() for label in axis.get_yticklabels()] == ["flip", "turn"]
    (errors,) = axis.containers[0].lines[2]
    assert [round(float(end[0][0]), 2) for end in errors.get_segments()] == [0.88, 0.77]
    assert axis.lines[-1].get_xdata() == [0.85, 0.85]


def test_every_curve_has_its_band():
    curves = {name: ([0.5, 0.6], [0.1, 0.1]) for name in "abcde"}
    axis = plot_growth([0, 1], curves, "share").axes[0]
    assert [text.get_text() for text in axis.get_legend().get_texts()] == list("abcde")
    assert len(axis.collections) == 5


def test_a_grid_draws_every_run_and_the_means():
    figure = plot_grid([0, 0.5], {"plain": ([[1.0, 3.0], [2.0, 2.0]], [0.1, 0.1])}, "rate", "loss")
    means = figure.axes[0].containers[0].lines[0]
    assert list(means.get_ydata()) == [2.0, 2.0]


def test_the_first_rung_is_on_top():
    nothing, dropout = np.array([[0.0, 0.0], [0.0, 0.0]]), np.array([[0.1, 0.1], [0.3, 0.7]])
    axis = plot_ladder({"nothing": (nothing, dropout + 0.2), "dropout": (nothing, dropout)}).axes[0]
    assert [label.get_text() for label in axis.get_yticklabels()] == ["nothing", "dropout"]
    assert axis.yaxis_inverted()
    (bars,) = axis.containers[0].lines[2]
    ends = [segment[:, 0] for segment in bars.get_segments()]
    np.testing.assert_allclose([np.mean(end) for end in ends], [0.5, 0.3])
    np.testing.assert_allclose([np.ptp(end) / 2 for end in ends], np.hypot(0.2, 0.1))


def test_every_network_has_its_runs_and_means_in_each_panel():
    accuracy, loss = plot_learning_rates([0.1, 1], {"accuracy": RATES, "loss": RATES}).axes
    drawn = {line.get_label(): line for line in accuracy.lines}
    assert [round(mean, 3) for mean in drawn["batch norm"].get_ydata()] == [0.9, 0.7]
    assert len(accuracy.lines) == 2 * (1 + 2)
    assert (accuracy.get_yscale(), loss.get_yscale()) == ("linear", "log")


def test_gains_are_measured_from_the_first():
    losses = {"one view": np.array([1.0, 3.0]), "six views": np.array([0.5, 1.5]), "five heads": np.array([1.0, 2.0])}
    axis = plot_gains(losses).axes[0]
    assert [label.get_text() for label in axis.get_yticklabels()] == ["six views", "five heads"]
    assert [bar.get_width() for bar in axis.patches] == [1.0, 0.5]


@pytest.mark.parametrize(("clip", "marked"), [(None, (0.9, 0.2)), (0.98, (0.99, 0.4))])
def test_the_best_clip_or_the_nearest_is_marked(clip, marked):
    clips, losses = np.array([0.8, 0.9, 0.99, 1.0]), np.array([0.3, 0.2, 0.4, 0.9])
    certain, ours, dot = plot_clips(clips, losses, accuracy=0.9, num_classes=2, clip=clip).axes[0].lines
    assert len(certain.get_xdata()) == 3  # not at 1, where its loss is infinite
    assert list(ours.get_ydata()) == list(losses)
    assert (dot.get_xdata()[0], dot.get_ydata()[0]) == marked


@pytest.mark.parametrize("classes", [2, 8, 10])
def test_the_best_clip_is_marked_and_for_a_certain_network_it_is_its_accuracy(classes):
    clips = np.linspace(1 / classes, 1, 181)
    answers, truth = np.eye(classes)[np.zeros(100, int)], np.repeat([0, 1], [80, 20])
    losses = [-np.log(do_clip(answers, clip)[range(100), truth] + 1e-15).mean() for clip in clips]
    certain, network, mark = plot_clips(clips, np.array(losses), 0.8, classes).axes[0].lines
    np.testing.assert_allclose(certain.get_ydata(), network.get_ydata()[:-1])
    assert mark.get_xdata()[0] == pytest.approx(0.8, abs=0.01)
    chosen = plot_clips(clips, np.array(losses), 0.8, classes, clip=0.9).axes[0].lines[2]
    assert chosen.get_xdata()[0] == pytest.approx(0.9, abs=0.01)


def test_a_gain_is_shown_with_two_standard_errors_of_the_difference():
    losses = {"plain": np.array([1.0, 2, 3, 6]), "better": np.array([0.0, 2, 2, 4])}
    axis = plot_gains(losses).axes[0]
    assert axis.patches[0].get_width() == 1
    ((start, end),) = axis.collections[0].get_segments()
    assert (end[0] - start[0]) / 2 == pytest.approx(2 * np.std([1, 0, 1, 2], ddof=1) / 2)
    assert [label.get_text() for label in axis.get_yticklabels()] == ["better"]
