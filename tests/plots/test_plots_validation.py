from utils import plot_growth, plot_measured


def test_each_measurement_has_its_dot_and_error():
    axis = plot_measured({"flip": (0.9, 0.02), "turn": (0.8, 0.03)}, reference=0.85).axes[0]
    dots = axis.containers[0].lines[0]
    assert list(dots.get_xdata()) == [0.9, 0.8]
    assert [label.get_text() for label in axis.get_yticklabels()] == ["flip", "turn"]
    (errors,) = axis.containers[0].lines[2]
    assert [round(float(end[0][0]), 2) for end in errors.get_segments()] == [0.88, 0.77]
    assert axis.lines[-1].get_xdata() == [0.85, 0.85]


def test_every_curve_is_drawn_however_many():
    curves = {name: ([0.5, 0.6], [0.1, 0.1]) for name in "abcde"}
    axis = plot_growth([0, 1], curves, "share").axes[0]
    assert [text.get_text() for text in axis.get_legend().get_texts()] == list("abcde")
    assert len(axis.collections) == 5
