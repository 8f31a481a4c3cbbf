import keras
import numpy as np
import pytest

import vgg16
from locations import SAMPLE
from vgg16 import FULL, MINIATURE, Vgg16, VggPreprocess
from workbook.networks.resuming import resumable

HEAD = "predictions"


@pytest.fixture(scope="module")
def theirs():
    """Return Keras' VGG16 with random weights."""
    keras.utils.set_random_seed(0)
    return keras.applications.VGG16(weights=None)


@pytest.fixture(scope="module")
def full(theirs, published, tmp_path_factory):
    """Return our VGG16 with the weights of `theirs`, from a file as Keras publishes it."""
    return Vgg16(weights=published(theirs, tmp_path_factory.mktemp("full") / "whole.h5"))


@pytest.fixture
def tiny():
    """Return a function that makes a `Vgg16` around a small network for photos of 16 by 12 pixels."""

    def make(**options):
        keras.utils.set_random_seed(0)
        images = keras.Input((16, 12, 3))
        x = keras.layers.Flatten()(keras.layers.AveragePooling2D(4)(keras.layers.Rescaling(1 / 255)(images)))
        x = keras.layers.Dropout(0.5, name="drop2")(x)
        return Vgg16(model=keras.Model(images, keras.layers.Dense(2, activation="softmax", name=HEAD)(x)), **options)

    return make


@pytest.fixture
def random_miniature():
    keras.utils.set_random_seed(0)
    return Vgg16(weights=None, widths=MINIATURE)


def photos(count=4):
    return vgg16.get_data(SAMPLE / "valid")[:: 64 // count][:count]


def test_the_published_network_has_the_published_layers(full, theirs):
    assert full.model.count_params() == 138_357_544
    names = [layer.name for layer in theirs.layers]
    assert [layer.name for layer in full.model.layers][2:] == [*names[1:-2], "drop1", names[-2], "drop2", names[-1]]


def test_it_agrees_with_keras_applications_on_raw_photos(full, theirs):
    np.testing.assert_array_equal(full.model.get_layer("fc2").kernel, theirs.get_layer("fc2").kernel)
    images = photos()
    expected = theirs.predict(keras.applications.vgg16.preprocess_input(images.astype("float32")), verbose=0)
    np.testing.assert_allclose(full.model.predict(images, verbose=0), expected, atol=1e-5)
    assert 1e-3 < expected.max() < 0.999
    assert np.ptp(expected, axis=0).max() > 1e-5


def test_a_published_file_without_top_loads(published, tmp_path):
    base = keras.applications.VGG16(weights=None, include_top=False, input_shape=(150, 150, 3))
    ours = Vgg16(weights=published(base, tmp_path / "notop.h5"), include_top=False, size=(150, 150))
    images = np.random.default_rng(0).integers(0, 256, (1, 150, 150, 3)).astype("float32")
    expected = base.predict(keras.applications.vgg16.preprocess_input(images.copy()), verbose=0)
    np.testing.assert_allclose(ours.model.predict(images, verbose=0), expected, rtol=1e-4, atol=1e-5)
    with pytest.raises(ValueError, match="add include_top=False"):
        Vgg16(weights="sample", size=(150, 150))


def test_the_miniature_is_the_same_network_in_small(full, miniature):
    assert [b // a for a, b in zip(MINIATURE.blocks, FULL.blocks, strict=True)] == [4] * 5
    assert [layer.name for layer in miniature.model.layers] == [layer.name for layer in full.model.layers]


def test_preprocessing_turns_red_into_the_last_channel():
    red = np.array([[[[255, 0, 0]]]], "float32")
    np.testing.assert_allclose(VggPreprocess()(red)[0, 0, 0], [-103.939, -116.779, 131.32], rtol=1e-6)


def test_a_saved_network_goes_on(miniature, tmp_path):
    miniature.model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras", safe_mode=True)
    images = photos()
    again, before = Vgg16(model=loaded, classes=miniature.classes).predict(images), miniature.predict(images)
    np.testing.assert_array_equal(again.probabilities, before.probabilities)
    assert again.names == before.names


def test_a_saved_network_keeps_its_size_names_and_optimizer(tiny, folder, tmp_path):
    vgg = tiny(classes=["cats", "dogs"])
    vgg.fit(vgg.get_batches(folder), epochs=2, verbose=0)
    vgg.model.save(tmp_path / "model.keras")
    again = Vgg16(model=keras.saving.load_model(tmp_path / "model.keras"), classes=("cats", "dogs"))
    assert again.size == (16, 12)
    assert again.classes == ["cats", "dogs"]
    assert int(again.model.optimizer.iterations) == 2
    again.fit(again.get_batches(folder), verbose=0)
    assert int(again.model.optimizer.iterations) == 3
    with pytest.raises(ValueError, match="2 outputs and 3 class names: give one name per output"):
        Vgg16(model=again.model, classes=["cats", "dogs", "birds"])


def test_new_classes_have_numbers_until_folders_name_them(tiny, folder):
    vgg = tiny()
    assert vgg.classes == ["class 0", "class 1"]
    for learn in (vgg.fit, vgg.finetune):
        vgg.ft(2)
        batches = vgg.get_batches(folder)
        assert set(vgg.predict(batches[0][0]).names) <= {"class 0", "class 1"}
        learn(batches)
        assert vgg.classes == ["cats", "dogs"]
        assert set(vgg.predict(batches[0][0]).names) <= {"cats", "dogs"}
    vgg.ft(3)
    assert vgg.classes == ["class 0", "class 1", "class 2"]
    with pytest.raises(ValueError, match="knows 3 classes"):
        vgg.fit(batches)


def test_an_interrupted_fit_goes_on_where_it_was(tiny, folder, tmp_path):
    class Stop(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            if epoch == 2:
                raise KeyboardInterrupt

    def fit(*more):
        vgg = tiny()
        callbacks = [resumable(tmp_path / "state"), *more]
        return vgg, vgg.fit(vgg.get_batches(folder, batch_size=4), epochs=5, verbose=0, callbacks=callbacks)

    with pytest.raises(KeyboardInterrupt):
        fit(Stop())
    vgg, history = fit()
    assert history.epoch == [2, 3, 4]
    assert int(vgg.model.optimizer.iterations) == 5 * 2


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


def test_training_returns_a_history_and_moves_the_head(tiny, folder):
    vgg = tiny()
    batches = vgg.get_batches(folder, batch_size=4)
    vgg.finetune(batches)
    before = vgg.model.get_layer(HEAD).get_weights()[0]
    history = vgg.fit(batches, vgg.get_batches(folder, shuffle=False), epochs=2, verbose=0)
    assert isinstance(history, keras.callbacks.History)
    assert set(history.history) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert np.abs(vgg.model.get_layer(HEAD).get_weights()[0] - before).max() > 0
    data, labels = vgg.get_data(folder), np.eye(2)[[0, 0, 0, 1, 1, 1, 1]]
    assert len(vgg.fit_data(data, labels, data, labels, epochs=1, verbose=0).history["val_loss"]) == 1


def test_test_returns_filenames_and_their_predictions(tiny, folder):
    vgg = tiny()
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
