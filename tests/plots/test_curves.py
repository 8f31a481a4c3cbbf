"""Figures of training."""

import numpy as np
import pytest

from workbook.plots.curves import plot_curves, plot_gaps, plot_history, plot_losses, plot_phases, plot_runs


class History:
    def __init__(self, *losses):
        self.epoch = list(range(len(losses)))
        self.history = dict.fromkeys(("loss", "val_loss", "accuracy", "val_accuracy"), losses)


def curves(*names):
    keys = ("loss", "val_loss", "accuracy", "val_accuracy")
    return {name: {key: [4.0 + i, 2.0, 0.0] for i, key in enumerate(keys)} for name in names}


def drawn(axis):
    return [list(line.get_ydata()) for line in axis.lines if line.get_marker() != "None"]


def test_a_history_shows_training_beside_validation():
    history = History(3, 2, 1)
    history.history = history.history | {"val_accuracy": [0.1, 0.4, 0.6]}
    figure = plot_history(history)
    assert [axis.get_ylabel() for axis in figure.axes] == ["loss", "accuracy"]
    assert figure.axes[1].lines[1].get_ydata().tolist() == [0.1, 0.4, 0.6]
    assert figure.axes[1].lines[1].get_xdata().tolist() == [1, 2, 3]


def test_phases_follow_one_another():
    figure = plot_phases({"first": History(3, 2), "second": History(1)})
    loss, accuracy = figure.axes
    for axis in (loss, accuracy):
        curves = [list(line.get_xdata()) for line in axis.lines if line.get_marker() in ("o", "s")]
        assert curves == [[1, 2], [1, 2], [3], [3]]
    assert [text.get_text() for text in loss.texts] == ["first", "second"]
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["training", "validation"]


def test_every_head_has_its_panel_on_one_scale():
    large, lucky = History(0.6, 0.1), History(0.4, -0.1)
    large.history = large.history | {"val_loss": [9.0, 0.8]}
    figure = plot_gaps({"small": [History(1.0, 0.9)], "large": [large, lucky]}, guessing=0.7)
    assert [axis.get_title() for axis in figure.axes] == ["small", "large"]
    assert figure.axes[0].get_ylim() == figure.axes[1].get_ylim() == (0, pytest.approx(2.1))
    training = next(line for line in figure.axes[1].get_lines() if line.get_label() == "training")
    assert list(training.get_ydata()) == [0.5, 0.0]


def test_runs_of_a_kind_look_alike():
    figure = plot_runs({"fast": [[3, 2], [4, 1]], "slow": [[3, 3]]}, "loss")
    fast, again, slow = figure.axes[0].lines
    assert fast.get_color() == again.get_color() != slow.get_color()
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["fast", "slow"]
    assert list(again.get_ydata()) == [4, 1]


def test_four_panels_show_what_they_say():
    figure = plot_curves(curves("a", "b"))
    titles = [f"{quantity} in {split}" for quantity in ("loss", "accuracy") for split in ("training", "validation")]
    assert [axis.get_title() for axis in figure.axes] == titles
    assert [drawn(axis)[0][0] for axis in figure.axes] == [4.0, 5.0, 6.0, 7.0]
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["a", "b"]


@pytest.mark.parametrize("shown", [None, ["a", "b"], ["b"]])
def test_both_panels_of_a_row_have_one_scale_that_holds_all(shown):
    for left, right in np.reshape(plot_curves(curves("a", "b"), shown=shown).axes, (2, 2)):
        assert left.get_ylim() == right.get_ylim()
        low, high = left.get_ylim()
        assert low <= 0 < max(max(drawn(left)[0]), max(drawn(right)[0])) <= high


def test_a_network_keeps_its_colour_when_others_are_hidden():
    both, one = (plot_curves(curves("a", "b"), shown=shown).axes[0].lines for shown in (None, ["b"]))
    assert both[1].get_color() == one[0].get_color() != both[0].get_color()
    assert len(one) == 1


def test_smoothing_is_a_running_mean_beside_the_curve():
    smoothed, raw = plot_curves(curves("a"), smooth=0.5).axes[0].lines
    assert list(raw.get_ydata()) == [4, 2, 0]
    np.testing.assert_allclose(smoothed.get_ydata(), [4, (2 + 4 / 2) / 1.5, (0 + 2 / 2 + 4 / 4) / 1.75])


def test_zoom_and_mark():
    axis = plot_curves(curves("a"), epochs=(2, 3), mark=2).axes[0]
    assert axis.get_xlim() == pytest.approx((1.7, 3.3))
    assert list(axis.lines[-1].get_xdata()) == [2.5, 2.5]


def test_losses_are_told_apart_on_a_logarithmic_scale():
    axis = plot_losses({"small": [3, 2, 1], "large": [3, 9, 27]}).axes[0]
    assert axis.get_yscale() == "log"
    assert [text.get_text() for text in axis.get_legend().get_texts()] == ["small", "large"]
    assert len({(line.get_color(), line.get_linestyle()) for line in axis.lines}) == 2
