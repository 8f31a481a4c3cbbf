import numpy as np
import pytest

from workbook.predictions.examples import five_kinds, most_confident, most_uncertain, predict_at, random_examples

TWO = np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4], [0.3, 0.7], [0.99, 0.01]])
CLASSES = np.array([0, 0, 0, 1, 1])  # the photos 1 and 4 are wrong


def answers(count, absent=None, photos=40):
    """Return random probabilities of `count` classes and true classes, none of which is `absent`."""
    random = np.random.default_rng(count)
    classes = random.choice([number for number in range(count) if number != absent], photos)
    return random.dirichlet(np.ones(count), photos), classes


@pytest.mark.parametrize(("count", "absent"), [(2, None), (3, None), (3, 1), (10, None), (10, 9)])
def test_right_and_wrong_rows_are_all_rows_once(count, absent):
    probabilities, classes = answers(count, absent)
    predicted = probabilities.argmax(axis=1)
    right, wrong = (random_examples(probabilities, classes, right, count=40) for right in (True, False))
    assert sorted([*right, *wrong]) == list(range(40))
    assert (predicted[right] == classes[right]).all()
    assert (predicted[wrong] != classes[wrong]).all()
    kinds = [most_confident(probabilities, classes, k, right, 40) for k in range(count) for right in (True, False)]
    assert sorted(np.concatenate(kinds)) == list(range(40))
    if absent is not None:
        assert most_confident(probabilities, classes, absent, right=True).size == 0


def test_the_random_choice_is_a_choice_that_a_seed_fixes():
    probabilities, classes = answers(2)
    first, again, other = (random_examples(probabilities, classes, seed=seed).tolist() for seed in (1, 1, 2))
    assert first == again != other
    assert len(first) == len(set(first)) == 4


def test_the_most_confident_come_first():
    assert most_confident(TWO, CLASSES, predicted=0).tolist() == [0, 2]
    assert most_confident(TWO, CLASSES, predicted=0, right=False).tolist() == [4]
    assert most_confident(TWO, CLASSES, predicted=1, count=1).tolist() == [3]


def test_the_most_uncertain_hesitate_between_two_classes_not_among_all():
    assert most_uncertain(TWO, count=2).tolist() == [2, 3]
    assert most_uncertain(np.array([[0.4, 0.3, 0.3], [0.5, 0.49, 0.01], [1, 0, 0]])).tolist() == [1, 0, 2]


@pytest.mark.parametrize("count", [2, 3, 10])
def test_no_wrong_ones_is_an_empty_array_of_row_numbers(count):
    probabilities = np.eye(count)
    for rows in (
        random_examples(probabilities, np.arange(count), right=False),
        most_confident(probabilities, np.arange(count), predicted=1, right=False),
        most_uncertain(probabilities[:0]),
    ):
        assert rows.shape == (0,)
        assert probabilities[rows].shape == (0, count)


def test_a_threshold_moves_photos_from_the_favoured_class_to_the_next_best():
    probabilities = np.array([[0.5, 0.2, 0.3], [0.8, 0.15, 0.05], [0.3, 0.1, 0.6]])
    assert predict_at(probabilities, favoured=0, threshold=0).tolist() == [0, 0, 0]
    assert predict_at(probabilities, favoured=0, threshold=0.5).tolist() == [0, 0, 2]
    assert predict_at(probabilities, favoured=0, threshold=0.6).tolist() == [2, 0, 2]
    assert predict_at(TWO, favoured=1, threshold=0.5).tolist() == TWO.argmax(axis=1).tolist()


def test_labels_that_do_not_fit_are_named():
    with pytest.raises(ValueError, match="5 rows of probabilities for 4 classes"):
        random_examples(TWO, CLASSES[:4])


def test_five_kinds_are_those_of_the_single_helpers():
    probabilities = np.array([[0.9, 0.1], [0.4, 0.6], [0.2, 0.8], [0.7, 0.3]])
    kinds = five_kinds(probabilities, np.array([0, 0, 1, 0]), ["cats", "dogs"], count=1)
    assert [len(rows) for rows in kinds.values()] == [1, 1, 1, 1, 0, 1, 1]
    assert list(kinds)[3] == "predicted\ncats,\nright"
    assert kinds["wrong"] == kinds["most\nuncertain"] == kinds["predicted\ndogs,\nwrong"] == [1]
    assert kinds["predicted\ncats,\nright"] == [0]
