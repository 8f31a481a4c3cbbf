import csv
import re
import shutil

import keras
import numpy as np
import pytest

from workbook.photos.batches import Batches
from workbook.predictions.submission import check_submission, ids_from, submission_columns, write_submission
from workbook.predictions.views import predict_views

SAMPLE = "id,isdog\n1,0.5\n2,0.5\n3,0.5\n4,0.5\n"
GOOD = SAMPLE.replace("0.5", "0.25")
FAULTS = {  # fault: (file, the sentences about it)
    "count": (
        GOOD + "5,0.5\n",
        ["line 6: the id '5' is not among those asked for: remove", "line 6: the file ends with 5 rows, not 4"],
    ),
    "duplicate": (
        GOOD.replace("\n3,", "\n2,"),
        ["line 4: the id '2' was on line 3 already: keep", "line 5: .* without .* '3'"],
    ),
    "missing": (
        GOOD.replace("4,0.25\n", ""),
        ["line 4: .* without 1 of the ids, '4': add", "line 4: .* 3 rows, not 4: write"],
    ),
    "unknown": (
        GOOD.replace("\n3,", "\n7,"),
        ["line 4: the id '7' is not among those asked for: remove", "line 5: .* without .* '3'"],
    ),
    "nan": (GOOD.replace("2,0.25", "2,nan"), ["line 3: 'nan' in column isdog is not a number: write a prob"]),
    "text": (GOOD.replace("2,0.25", "2,dog"), ["line 3: 'dog' in column isdog is not a number: write a prob"]),
    "above": (GOOD.replace("2,0.25", "2,1.25"), ["line 3: 1.25 in column isdog is not between 0 and 1: write"]),
    "below": (GOOD.replace("2,0.25", "2,-inf"), ["line 3: -inf in column isdog is not between 0 and 1: write"]),
    "header": (GOOD.replace("id,isdog", "id,label"), ["line 1: the header is 'id,label', not 'id,isdog'"]),
    "no header": (GOOD.replace("id,isdog\n", ""), ["line 1: .*'1,0.25'", "line 4: .*'1'", "line 4: .* 3 rows"]),
    "order": ("id,isdog\n1,0\n3,0\n2,0\n4,0\n", ["line 3: the id '3' comes where '2' is next in the sample"]),
    "fields": (GOOD.replace("2,0.25", "2,0.25,0.75"), ["line 3: there are 3 fields, not 2: write one"]),
    "empty line": (
        GOOD.replace("3,0.25\n", "\n3,0.25\n"),
        ["line 4: the line is empty: remove it", "line 6: .* 5 rows"],
    ),
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
    assert_faults(faults, ["line 2: the probabilities sum to 1.2, not to 1: divide", "line 3: 'nan' in column b"])


def test_a_sample_that_is_none_is_refused(files):
    for bad in ("", "id,isdog\n", "id,isdog\n1,0\n1,0\n"):
        file, sample = files(GOOD, bad)
        with pytest.raises(ValueError, match=r"sample\.csv is not a sample file: give"):
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
        ("1235", [0, 0, 0, 0], "line 5: the id '5' is not among those asked for: remove"),
        ("1234", [0, 0, 0], "4 ids and 3 numbers in column isdog: give one"),
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
    """Return {id: probability} as written in the submission for a folder of photos."""
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


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: submission_columns(np.eye(3), "ab"), "3 columns of probabilities for 2 class names: give one"),
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
