import keras
import numpy as np
import pytest
from keras.src.legacy.saving import legacy_h5_format

import vgg16
from locations import SAMPLE
from vgg16 import FULL, MINIATURE, Vgg16, VggPreprocess

HEAD = "predictions"


@pytest.fixture(scope="module")
def full():
    """Return the published network with random weights, scaled so that its answers are not all 0 and 1."""
    keras.utils.set_random_seed(0)
    vgg = Vgg16(weights=None)
    first = vgg.model.get_layer("block1_conv1")
    first.set_weights([weight / 100 for weight in first.get_weights()])
    return vgg


@pytest.fixture
def random_miniature():
    keras.utils.set_random_seed(0)
    return Vgg16(weights=None, widths=MINIATURE)


def publish(model, path):
    """Write weights in the HDF5 layout of the files that Keras publishes, by Keras' own hand."""
    import h5py

    with h5py.File(path, "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)
    return path


def photos(count=4):
    return vgg16.get_data(SAMPLE / "valid")[:: 64 // count][:count]


def test_the_published_network_has_the_published_layers(full):
    assert full.model.count_params() == 138_357_544
    ours = [layer.name for layer in full.model.layers]
    theirs = [layer.name for layer in keras.applications.VGG16(weights=None).layers]
    assert ours[2:] == [*theirs[1:-2], "drop1", theirs[-2], "drop2", theirs[-1]]


def test_it_agrees_with_keras_applications_on_raw_photos(full, tmp_path):
    theirs = keras.applications.VGG16(weights=None)
    theirs.load_weights(publish(full.model, tmp_path / "full.h5"))
    images = photos()
    expected = theirs.predict(keras.applications.vgg16.preprocess_input(images.astype("float32")), verbose=0)
    predicted = full.model.predict(images, verbose=0)
    np.testing.assert_allclose(predicted, expected, atol=1e-5)
    assert 1e-3 < expected.max() < 0.999
    assert np.ptp(expected, axis=0).max() > 1e-5


def test_published_files_load_with_and_without_top(full, tmp_path):
    applications = keras.applications.VGG16(weights=None)
    whole = Vgg16(weights=publish(applications, tmp_path / "whole.h5"))
    np.testing.assert_array_equal(whole.model.get_layer("fc2").kernel, applications.get_layer("fc2").kernel)
    base = keras.applications.VGG16(weights=None, include_top=False, input_shape=(150, 150, 3))
    ours = Vgg16(weights=publish(base, tmp_path / "notop.h5"), include_top=False, size=(150, 150))
    images = np.random.default_rng(0).integers(0, 256, (1, 150, 150, 3)).astype("float32")
    expected = base.predict(keras.applications.vgg16.preprocess_input(images.copy()), verbose=0)
    np.testing.assert_allclose(ours.model.predict(images, verbose=0), expected, rtol=1e-4, atol=1e-5)
    with pytest.raises(ValueError, match="lacks the weights of fc1, fc2, predictions"):
        Vgg16(weights=tmp_path / "notop.h5")


def test_preprocessing_turns_red_into_the_last_channel():
    red = np.array([[[[255, 0, 0]]]], "float32")
    np.testing.assert_allclose(VggPreprocess()(red)[0, 0, 0], [-103.939, -116.779, 131.32], rtol=1e-6)


def test_a_saved_model_predicts_the_same(miniature, tmp_path):
    miniature.model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras", safe_mode=True)
    images = photos()
    np.testing.assert_array_equal(loaded.predict(images, verbose=0), miniature.model.predict(images, verbose=0))


def test_weights_saved_by_keras_load_again(miniature, tmp_path):
    miniature.model.save_weights(tmp_path / "mine.weights.h5")
    again = Vgg16(weights=tmp_path / "mine.weights.h5")
    for ours, theirs in zip(again.model.get_weights(), miniature.model.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_wrong_weights_are_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="there is no file no.h5; give"):
        Vgg16(weights="no.h5")
    (tmp_path / "text.h5").write_text("no weights")
    with pytest.raises(ValueError, match=r"text\.h5 is not an HDF5 file of weights: give"):
        Vgg16(weights=tmp_path / "text.h5")
    other = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    other.save_weights(tmp_path / "other.weights.h5")
    with pytest.raises(ValueError, match="holds no weights of VGG16"):
        Vgg16(weights=tmp_path / "other.weights.h5")
    with pytest.raises(ValueError, match="add include_top=False"):
        Vgg16(weights="sample", size=(150, 150))


def test_predict_names_the_best_class(miniature):
    images = photos()
    predictions = miniature.predict(images)
    probabilities = miniature.model.predict(images, verbose=0)
    assert predictions.classes.tolist() == probabilities.argmax(axis=1).tolist()
    assert predictions.names == [miniature.classes[i] for i in predictions.classes]
    np.testing.assert_array_equal(predictions.probabilities, probabilities.max(axis=1))


def test_finetune_leaves_one_head_however_often_it_is_called(random_miniature, folder, capsys):
    vgg, batches = random_miniature, random_miniature.get_batches(folder, batch_size=4)
    body = [weight for layer in vgg.model.layers[:-1] for weight in layer.get_weights()]
    for _ in range(2):
        vgg.finetune(batches)
        assert [layer.name for layer in vgg.model.layers].count(HEAD) == 1
        assert vgg.model.output_shape == (None, 2)
        assert vgg.classes == ["cats", "dogs"]
        assert [variable.path.split("/")[0] for variable in vgg.model.trainable_variables] == [HEAD, HEAD]
    assert "From predictions on: 1,026 of" in capsys.readouterr().out
    vgg.fit(batches, epochs=2, verbose=0)
    for before, after in zip(body, vgg.model.get_weights(), strict=False):
        np.testing.assert_array_equal(before, after)


def test_the_published_network_trains_8194_weights_for_two_classes(full, capsys):
    original, classes = full.model, full.classes
    full.ft(2)
    assert capsys.readouterr().out == "From predictions on: 8,194 of 134,268,738 weights will train.\n"
    full.model, full.classes = original, classes


def test_training_returns_a_history_and_moves_the_head(random_miniature, folder):
    vgg, batches = random_miniature, random_miniature.get_batches(folder, batch_size=4)
    vgg.finetune(batches)
    before = vgg.model.get_layer(HEAD).get_weights()[0]
    history = vgg.fit(batches, vgg.get_batches(folder, shuffle=False), epochs=2, verbose=0)
    assert isinstance(history, keras.callbacks.History)
    assert set(history.history) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert np.abs(vgg.model.get_layer(HEAD).get_weights()[0] - before).max() > 0
    data, labels = vgg.get_data(folder), np.eye(2)[[0, 0, 0, 1, 1, 1, 1]]
    assert len(vgg.fit_data(data, labels, data, labels, epochs=1, verbose=0).history["val_loss"]) == 1


def test_test_returns_predictions_beside_filenames(random_miniature, folder):
    vgg = random_miniature
    vgg.finetune(vgg.get_batches(folder))
    filenames, probabilities = vgg.test(folder, batch_size=3)
    assert filenames == [f"cats/{i}.png" for i in range(3)] + [f"dogs/{i}.png" for i in range(3, 7)]
    np.testing.assert_allclose(probabilities, vgg.model.predict(vgg.get_data(folder), verbose=0), atol=1e-6)


def test_misuse_is_explained(random_miniature, folder):
    with pytest.raises(ValueError, match=r"knows 1000 classes .* has 2 \(cats, dogs \.\.\.\): call finetune"):
        random_miniature.fit(random_miniature.get_batches(folder))
    base = Vgg16(weights=None, widths=MINIATURE, include_top=False, size=(64, 64))
    for call in (base.predict, base.ft):
        with pytest.raises(ValueError, match="include_top=True"):
            call(2)


def test_the_miniature_is_the_same_network_in_small():
    assert [b // a for a, b in zip(MINIATURE.blocks, FULL.blocks, strict=True)] == [4] * 5
    small, large = (Vgg16(weights=None, widths=widths).model.layers for widths in (MINIATURE, FULL))
    assert [layer.name for layer in small] == [layer.name for layer in large]
