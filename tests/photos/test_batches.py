import re
import shutil

import keras
import numpy as np
import pytest

from workbook.photos.batches import Batches, get_batches, get_classes, get_data, onehot, require_same_classes
from workbook.photos.decode import PhotoError, read_photo
from workbook.photos.listing import list_photos


def test_batches_hold_the_photos_that_are_listed(folder):
    batches, listing = Batches(folder, size=(8, 8)), list_photos(folder)
    assert batches.path == listing.path
    assert batches.filenames == listing.filenames
    assert batches.classes.tolist() == listing.classes.tolist()
    assert batches.class_names == listing.class_names
    assert (batches.samples, batches.num_classes) == (listing.samples, listing.num_classes) == (7, 2)
    assert batches.class_indices == {"cats": 0, "dogs": 1}


def test_one_class_and_ten_classes_work(tmp_path, photo):
    photo(tmp_path / "one" / "unknown" / "1.png")
    assert Batches(tmp_path / "one", size=(8, 8))[0][1].tolist() == [[1]]
    for number in range(10):
        photo(tmp_path / "ten" / f"class {number}" / "ü.PNG", seed=number)
    assert Batches(tmp_path / "ten", size=(8, 8))[0][1].tolist() == np.eye(10).tolist()


def test_unshuffled_batches_keep_the_order_of_filenames(folder):
    batches = Batches(folder, size=(8, 8), batch_size=3)
    images = np.concatenate([batches[i][0] for i in range(len(batches))])
    for image, name in zip(images, batches.filenames, strict=True):
        np.testing.assert_array_equal(image, read_photo(folder / name, (8, 8)))
    np.testing.assert_array_equal(images, get_data(folder, size=(8, 8)))


def test_the_last_batch_holds_what_is_left(folder):
    batches = Batches(folder, size=(8, 8), batch_size=3)
    assert len(batches) == 3
    assert [len(batches[i][0]) for i in range(3)] == [3, 3, 1]
    assert batches[2][1].tolist() == [[0, 1]]
    with pytest.raises(IndexError, match="batch 3 does not exist: give a number from 0 to 2"):
        batches[3]


def test_keras_predicts_in_the_order_of_filenames(folder):
    inputs = keras.Input((8, 8, 3))
    mean = keras.Model(inputs, keras.layers.GlobalAveragePooling2D()(inputs))
    batches = get_batches(folder, shuffle=False, batch_size=2, size=(8, 8))
    predicted = mean.predict(batches, verbose=0)
    np.testing.assert_allclose(predicted, get_data(folder, (8, 8)).mean(axis=(1, 2)), rtol=1e-4)


def test_shuffling_shows_every_photo_once_per_epoch_in_a_new_order(folder):
    batches = Batches(folder, size=(8, 8), batch_size=2, shuffle=True)
    epochs = [[next(batches)[0] for _ in range(len(batches))] for _ in range(2)]
    sums = [[int(image.sum()) for batch in epoch for image in batch] for epoch in epochs]
    assert sorted(sums[0]) == sorted(sums[1]) == sorted(int(image.sum()) for image in get_data(folder, (8, 8)))
    assert sums[0] != sums[1]
    again = Batches(folder, size=(8, 8), batch_size=2, shuffle=True)
    np.testing.assert_array_equal(next(again)[0], epochs[0][0])


def test_a_for_loop_ends_after_one_epoch(folder):
    assert [len(images) for images, _ in Batches(folder, size=(8, 8), batch_size=3)] == [3, 3, 1]


def test_labels_follow_their_photos_when_shuffled(folder):
    batches = Batches(folder, size=(8, 8), batch_size=7, shuffle=True)
    images, labels = next(batches)
    truth = {image.tobytes(): number for image, number in zip(get_data(folder, (8, 8)), batches.classes, strict=True)}
    assert [truth[image.tobytes()] for image in images] == labels.argmax(axis=1).tolist()


def test_get_classes_unpacks_as_in_the_course(folder, tmp_path):
    data = tmp_path / "data"
    for split in ("train", "valid"):
        shutil.copytree(folder, data / split)
    classes = get_classes(data)
    val_classes, trn_classes, val_labels, trn_labels, val_filenames, filenames, test_filenames = classes
    assert trn_labels.argmax(axis=1).tolist() == trn_classes.tolist() == val_classes.tolist()
    assert val_labels.shape == (7, 2)
    assert filenames == val_filenames
    assert test_filenames == []


def test_onehot_has_a_one_in_the_column_of_the_class():
    assert onehot([1, 0, 2]).tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 1]]
    assert onehot([0], num_classes=2).tolist() == [[1, 0]]


def test_wrong_settings_are_named(folder):
    with pytest.raises(ValueError, match="resize='stretch' is not known: use one of squash, crop, pad"):
        Batches(folder, resize="stretch")
    with pytest.raises(ValueError, match="batch_size=0"):
        Batches(folder, batch_size=0)


def test_different_class_folders_are_refused(folder, tmp_path, photo):
    photo(tmp_path / "other" / "dogs" / "1.png")
    with pytest.raises(PhotoError, match=r"different class folders \(cats is in one of them only\): give both"):
        require_same_classes(Batches(folder), Batches(tmp_path / "other"))


def test_a_broken_photo_met_by_keras_is_named_plainly(folder):
    broken = folder / "dogs" / "5.png"
    broken.write_bytes(b"no photo")
    batches = Batches(folder, size=(8, 8), batch_size=2)
    inputs = keras.Input((8, 8, 3))
    model = keras.Model(inputs, keras.layers.GlobalAveragePooling2D()(inputs))
    with pytest.raises(PhotoError, match=re.escape(f"{broken} cannot be read as a photo")), batches.plain_errors():
        model.predict(batches, verbose=0)
    with pytest.raises(PhotoError, match=re.escape(str(broken))):
        batches.images()
