import csv
import re
import shutil

import keras
import numpy as np
import pytest

from utils import (
    Batches,
    check_submission,
    do_clip,
    ids_from,
    plot_clips,
    plot_gains,
    plot_log_loss,
    predict_views,
    soften,
    submission_columns,
    write_submission,
)

SAMPLE = "id,isdog\n1,0.5\n2,0.5\n3,0.5\n4,0.5\n"
GOOD = SAMPLE.replace("0.5", "0.25")
FAULTS = {  # fault: (file, what is said of it)
    "count": (GOOD + "5,0.5\n", ["line 6: the id '5' is not wanted", "line 6: the file ends with 5 rows, not 4"]),
    "duplicate": (GOOD.replace("\n3,", "\n2,"), ["line 4: the id '2' was on line 3", "line 5: .* without .* '3'"]),
    "missing": (GOOD.replace("4,0.25\n", ""), ["line 4: .* without 1 of the ids, '4'", "line 4: .* 3 rows, not 4"]),
    "unknown": (GOOD.replace("\n3,", "\n7,"), ["line 4: the id '7' is not wanted", "line 5: .* without .* '3'"]),
    "nan": (GOOD.replace("2,0.25", "2,nan"), ["line 3: 'nan' in column isdog is not a number"]),
    "text": (GOOD.replace("2,0.25", "2,dog"), ["line 3: 'dog' in column isdog is not a number"]),
    "above": (GOOD.replace("2,0.25", "2,1.25"), ["line 3: 1.25 in column isdog is not between 0 and 1"]),
    "below": (GOOD.replace("2,0.25", "2,-inf"), ["line 3: -inf in column isdog is not between 0 and 1"]),
    "header": (GOOD.replace("id,isdog", "id,label"), ["line 1: the header is 'id,label', not 'id,isdog'"]),
    "no header": (GOOD.replace("id,isdog\n", ""), ["line 1: .*'1,0.25'", "line 4: .*'1'", "line 4: .* 3 rows"]),
    "order": ("id,isdog\n1,0\n3,0\n2,0\n4,0\n", ["line 3: the id '3' comes where '2' is next in the sample"]),
    "fields": (GOOD.replace("2,0.25", "2,0.25,0.75"), ["line 3: there are 3 fields, not 2"]),
    "empty line": (GOOD.replace("3,0.25\n", "\n3,0.25\n"), ["line 4: there is nothing on it", "line 6: .* 5 rows"]),
    "empty file": ("", ["line 1: the header is ''", "line 1: .* without 4 of the ids", "line 1: .* 0 rows"]),
}


@pytest.fixture
def files(tmp_path):
    """Return a function that writes the organisers' sample and a file with a text, and returns both."""

    def write(text, sample=SAMPLE):
        (tmp_path / "sample.csv").write_text(sample)
        (tmp_path / "mine.csv").write_text(text)
        return tmp_path / "mine.csv", tmp_path / "sample.csv"

    return write


def assert_faults(found, expected):
    assert len(found) == len(expected), found
    for fault, pattern in zip(found, expected, strict=True):
        assert re.match(pattern, fault), (fault, pattern)


@pytest.mark.parametrize(("text", "expected"), FAULTS.values(), ids=FAULTS)
def test_every_fault_is_named_with_its_line(files, text, expected):
    assert_faults(check_submission(*files(text)), expected)


def test_a_good_file_has_no_faults(files):
    file, sample = files(GOOD)
    assert check_submission(file, sample) == []
    assert check_submission(file, ids=[4, 3, 2, 1], header=["id", "isdog"]) == []  # any order will do
    with pytest.raises(ValueError, match="nothing to check against"):
        check_submission(file)


def test_all_faults_are_reported_in_the_order_of_lines(files):
    text = "id,isdog\n2,0.5\n1,2\n9,x\n1,0.5\n"
    expected = ["2: .*order", "3: 2 in", "4: 'x'", "4: the id '9'", "5: the id '1' was on line 3", "5: .*'3', '4'"]
    assert_faults(check_submission(*files(text)), [f"line {fault}" for fault in expected])


def test_rows_of_several_classes_must_sum_to_one(files):
    sample = "id,a,b,c\n1,0.4,0.3,0.3\n2,0.4,0.3,0.3\n"
    assert check_submission(*files("id,a,b,c\n1,0.333,0.333,0.333\n2,1,0,0\n", sample)) == []
    faults = check_submission(*files("id,a,b,c\n1,0.4,0.4,0.4\n2,1,nan,0\n", sample))
    assert_faults(faults, ["line 2: the probabilities sum to 1.2, not to 1", "line 3: 'nan' in column b"])


def test_a_sample_that_is_none_is_refused(files):
    for bad in ("", "id,isdog\n", "id,isdog\n1,0\n1,0\n"):
        file, sample = files(GOOD, bad)
        with pytest.raises(ValueError, match=r"sample\.csv is no sample file"):
            check_submission(file, sample)


def test_a_file_takes_the_order_and_the_name_of_the_ids_from_the_sample(files, tmp_path):
    _, sample = files(GOOD, "img,isdog\n3,0\n1,0\n2,0\n")
    file = write_submission(tmp_path / "new" / "mine.csv", [1, 2, 3], {"isdog": [0.1, 0.2, 1 / 3]}, sample)
    assert file.read_text() == "img,isdog\n3,0.333333333\n1,0.1\n2,0.2\n"


@pytest.mark.parametrize(
    ("ids", "values", "message"),
    [
        ("1234", [0, 0, np.nan, 0], "line 4: 'nan'"),
        ("1233", [0, 0, 0, 0], r"faults \(2\): line 5: the id '3'"),
        ("1235", [0, 0, 0, 0], "line 5: the id '5' is not wanted"),
        ("1234", [0, 0, 0], "4 ids and 3 numbers in column isdog"),
    ],
)
def test_a_faulty_file_is_not_written_and_the_old_one_stays(files, ids, values, message):
    file, sample = files(GOOD)
    with pytest.raises(ValueError, match=message):
        write_submission(file, ids, {"isdog": values}, sample)
    assert file.read_text() == GOOD
    assert sorted(path.name for path in file.parent.iterdir()) == ["mine.csv", "sample.csv"]


@pytest.fixture
def model():
    """Return a model whose answer depends on the photo alone."""
    keras.utils.set_random_seed(0)
    images = keras.Input((30, 40, 3))
    small = keras.layers.AveragePooling2D(10)(keras.layers.Rescaling(1 / 64, -2)(images))
    return keras.Model(images, keras.layers.Dense(2, activation="softmax")(keras.layers.Flatten()(small)))


def submitted(model, folder, file):
    """Return {id: probability} as it stands in the submission for a folder of photos."""
    batches = Batches(folder, size=(30, 40), batch_size=3)
    (probabilities,) = predict_views(model, batches, [lambda images: images])
    write_submission(file, ids_from(batches.filenames), submission_columns(probabilities, ["cats", "dogs"]))
    with file.open(newline="") as stream:
        return {row["id"]: float(row["isdog"]) for row in csv.DictReader(stream)}


def test_each_id_keeps_its_photo_in_a_shuffled_directory(model, photo, tmp_path):
    numbers = np.random.default_rng(0).permutation(11)
    for number in range(11):
        photo(tmp_path / "one" / "unknown" / f"{number}.png", seed=number)
    for place, number in enumerate(numbers):  # made in another order, and under other names
        photo(tmp_path / "two" / "unknown" / f"{number}.png", seed=number)
        (tmp_path / "three" / "unknown").mkdir(parents=True, exist_ok=True)
        shutil.copy(tmp_path / "one" / "unknown" / f"{number}.png", tmp_path / "three" / "unknown" / f"{place}.png")
    one, two, three = (submitted(model, tmp_path / name, tmp_path / f"{name}.csv") for name in ("one", "two", "three"))
    assert len(set(one.values())) == 11
    assert one == two
    assert one == pytest.approx({str(number): three[str(place)] for place, number in enumerate(numbers)}, abs=1e-6)


def test_views_lie_beside_the_filenames_or_are_refused(model, folder):
    batches = Batches(folder, size=(30, 40), batch_size=3)
    views = [lambda images: images, lambda images: images[:, :, ::-1] + 0.4]
    plain, mirrored = predict_views(model, batches, views)
    np.testing.assert_allclose(plain, model.predict(batches, verbose=0), atol=1e-6)
    np.testing.assert_allclose(mirrored, model.predict(batches.images()[:, :, ::-1], verbose=0), atol=1e-6)
    with pytest.raises(ValueError, match="are shuffled"):
        predict_views(model, Batches(folder, size=(30, 40), shuffle=True), [lambda images: images])


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
        (lambda: do_clip([[0.5, 0.5], [0.9, 0.9]], 0.9), "Row 1 holds no probabilities"),
        (lambda: do_clip([[0.5, np.nan]], 0.9), "Row 0 holds no probabilities"),
        (lambda: do_clip([0.5, 0.5], 0.9), r"shape \(2,\)"),
        (lambda: soften(np.eye(3), 0), "temperature=0 makes no sense"),
        (lambda: submission_columns(np.eye(3), "ab"), "3 columns of probabilities for 2 class names"),
        (lambda: ids_from(["cats/1.jpg", "dogs/1.png"]), "cats/1.jpg and dogs/1.png have the same id"),
    ],
)
def test_wrong_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_ids_come_from_the_names():
    assert ids_from(["unknown/07.jpg", "unknown/a.b.png"]) == ["07", "a.b"]
    assert ids_from(["cats/1.jpg", "dogs/1.jpg"], with_folder=True) == ["cats/1", "dogs/1"]


def test_two_classes_make_one_column_and_more_one_each():
    columns = submission_columns([[0.1, 0.9]], ["cats", "dogs"])
    assert {name: values.tolist() for name, values in columns.items()} == {"isdog": [0.9]}
    columns = submission_columns(np.eye(3), ["c0", "c1", "c2"])
    assert {name: values.tolist() for name, values in columns.items()} == {
        "c0": [1, 0, 0],
        "c1": [0, 1, 0],
        "c2": [0, 0, 1],
    }


def test_the_curve_of_log_loss_is_the_same_for_both_labels_from_either_side():
    one, zero = plot_log_loss().axes[0].lines
    np.testing.assert_allclose(one.get_ydata(), zero.get_ydata()[::-1])
    assert one.get_ydata()[0] > 6.9


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
    assert (end[0] - start[0]) / 2 == pytest.approx(2 * np.std([1, 0, 1, 2]) / 2)
    assert [label.get_text() for label in axis.get_yticklabels()] == ["better"]
