import numpy as np
import pytest

from utils import error_interval, plot_curves, plot_errors


def curves(*names):
    keys = ("loss", "val_loss", "accuracy", "val_accuracy")
    return {name: {key: [4.0 + i, 2.0, 0.0] for i, key in enumerate(keys)} for name in names}


def drawn(axis):
    return [list(line.get_ydata()) for line in axis.lines if line.get_marker() != "None"]


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


def test_more_curves_than_styles_are_refused():
    with pytest.raises(ValueError, match="5 networks"):
        plot_curves(curves(*"abcde"))
    with pytest.raises(ValueError, match="5 networks"):
        plot_errors({"here": dict.fromkeys("abcde", (1, 2))})


def test_the_interval_is_wilsons():
    # scipy.stats.binomtest(k, n).proportion_ci(0.95, method="wilson")
    assert error_interval(3, 32) == pytest.approx((0.03240, 0.24216), abs=1e-4)
    low, high = error_interval(0, 32)
    assert low == pytest.approx(0, abs=1e-12)
    assert high == pytest.approx(0.10717, abs=1e-4)


@pytest.mark.parametrize(("wrong", "count"), [(33, 32), (-1, 32), (0, 0)])
def test_impossible_counts_are_refused(wrong, count):
    with pytest.raises(ValueError, match=f"{wrong} wrong answers among {count}"):
        error_interval(wrong, count)


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
