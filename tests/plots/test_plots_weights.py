import pytest

from utils import plot_by_layer, plot_phases, plot_runs, plot_shares_from

CHANGES = {
    "last layer": {"conv": 0.0, "fc1": 0.0, "predictions": 0.8},
    "dense layers": {"conv": 0.0, "fc1": 0.02, "predictions": 0.01},
}


class History:
    def __init__(self, *losses):
        self.epoch = list(range(len(losses)))
        self.history = dict.fromkeys(("loss", "val_loss", "accuracy", "val_accuracy"), losses)


def texts(axis):
    return [text.get_text() for text in axis.texts]


def test_every_panel_shows_every_layer_on_one_scale():
    left, right = plot_by_layer(CHANGES, "change").axes
    assert [label.get_text() for label in left.get_yticklabels()] == ["conv", "fc1", "predictions"]
    assert [bar.get_width() for bar in right.patches] == [0.0, 0.02, 0.01]
    assert left.get_xlim() == right.get_xlim() == pytest.approx((0.005, 1.6))
    assert left.get_ylim()[0] > left.get_ylim()[1]  # the first layer on top


def test_a_layer_that_did_not_move_is_marked():
    left, right = plot_by_layer(CHANGES, "change").axes
    assert texts(left) == ["0", "0"]
    assert texts(right) == ["0"]
    (nothing,) = plot_by_layer({"frozen": {"conv": 0.0}}, "change").axes
    assert texts(nothing) == ["0"]


def test_panels_of_other_layers_are_refused():
    with pytest.raises(ValueError, match="'dense layers' has other layers"):
        plot_by_layer(CHANGES | {"dense layers": {"fc1": 1.0}}, "change")


def test_shares_are_written_and_the_first_layer_stands_out():
    shares = {"weights": {"conv": 1.0, "fc1": 0.89}, "work": {"conv": 1.0, "fc1": 0.008}}
    for axis, text in zip(plot_shares_from(shares, "fc1").axes, ["89.0%", "0.8%"], strict=True):
        assert texts(axis) == ["100.0%", text]
        assert axis.patches[0].get_facecolor() != axis.patches[1].get_facecolor()


def test_phases_follow_one_another():
    figure = plot_phases({"first": History(3, 2), "second": History(1)})
    loss, accuracy = figure.axes
    for axis in (loss, accuracy):
        curves = [list(line.get_xdata()) for line in axis.lines if line.get_marker() in ("o", "s")]
        assert curves == [[1, 2], [1, 2], [3], [3]]
    assert texts(loss) == ["first", "second"]
    assert [text.get_text() for text in loss.get_legend().get_texts()] == ["training", "validation"]


def test_runs_of_a_kind_look_alike():
    axis = plot_runs({"fast": [[3, 2], [4, 1]], "slow": [[3, 3]]}, "loss").axes[0]
    fast, again, slow = axis.lines
    assert fast.get_color() == again.get_color() != slow.get_color()
    assert [text.get_text() for text in axis.get_legend().get_texts()] == ["fast", "slow"]
    assert list(again.get_ydata()) == [4, 1]
    with pytest.raises(ValueError, match="4 kinds of runs"):
        plot_runs(dict.fromkeys("abcd", [[1]]), "loss")
