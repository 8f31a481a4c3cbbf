import numpy as np
import pytest

from workbook.predictions.probabilities import do_clip, error_interval, soften


@pytest.mark.parametrize("classes", [2, 8, 10])
def test_a_clipped_row_has_its_best_at_the_clip_and_sums_to_one(classes):
    surest = do_clip(np.eye(classes), 0.93)
    np.testing.assert_allclose(np.diag(surest), 0.93)
    np.testing.assert_allclose(surest[0, 1:], 0.07 / (classes - 1))
    rows = np.random.default_rng(classes).dirichlet(np.full(classes, 0.1), 500)
    best, clipped = rows.argmax(axis=1), do_clip(rows, 0.93)
    np.testing.assert_allclose(clipped.sum(axis=1), 1)
    np.testing.assert_allclose(clipped[range(500), best], np.minimum(rows.max(axis=1), 0.93))
    assert (clipped >= 0.07 / (classes - 1) / 2 * (1 - 1e-9)).all()
    assert (clipped.argmax(axis=1) == best).all()
    inside = (rows >= 0.07 / (classes - 1)).all(axis=1) & (rows <= 0.93).all(axis=1)
    np.testing.assert_allclose(clipped[inside], rows[inside])
    np.testing.assert_array_equal(do_clip(rows, 1), rows)
    np.testing.assert_array_equal(do_clip([[1, 1e-12] + [0] * (classes - 2)], 1)[0, :2], [1, 1e-12])
    np.testing.assert_allclose(do_clip(rows, 1 / classes), 1 / classes)


def test_a_temperature_of_one_changes_nothing_and_a_higher_one_softens():
    rows = np.random.default_rng(0).dirichlet(np.ones(4), 50)
    np.testing.assert_allclose(soften(rows, 1), rows)
    np.testing.assert_allclose(soften([[0.8, 0.2]], 2), [[2 / 3, 1 / 3]])
    logits = np.log(rows)
    np.testing.assert_allclose(soften(rows, 3), np.exp(logits / 3) / np.exp(logits / 3).sum(axis=1, keepdims=True))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: do_clip(np.eye(3), 0.3), "clip=0.3 is out of range for 3 classes: give one from 0.333 to 1"),
        (lambda: do_clip([[0.5, 0.5], [0.9, 0.9]], 0.9), "Row 1 has no probabilities"),
        (lambda: do_clip([[0.5, np.nan]], 0.9), "Row 0 has no probabilities"),
        (lambda: do_clip([0.5, 0.5], 0.9), r"shape \(2,\)"),
        (lambda: soften(np.eye(3), 0), "temperature=0 is out of range"),
    ],
)
def test_wrong_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


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
