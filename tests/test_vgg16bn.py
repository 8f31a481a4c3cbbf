import keras
import numpy as np
import pytest

from locations import SAMPLE
from vgg16 import MINIATURE, Vgg16
from vgg16bn import Vgg16BN, vgg_ft_bn
from workbook.networks.surgery import model_up_to


@pytest.fixture(scope="module")
def unseen(miniature):
    return miniature.get_data(SAMPLE / "valid")[::4]


@pytest.fixture(scope="module")
def with_batch_norm(miniature):
    return Vgg16BN.from_vgg16(miniature, miniature.get_batches(SAMPLE / "train", shuffle=False))


def logits(vgg, images):
    model = model_up_to(vgg.model, "drop2")
    kernel, bias = vgg.model.get_layer("predictions").get_weights()
    return model.predict(images, verbose=0) @ kernel + bias


def test_the_miniature_predicts_the_same_on_unseen_photos(miniature, with_batch_norm, unseen):
    variances = [with_batch_norm.model.get_layer(name).moving_variance.numpy() for name in ("bn1", "bn2")]
    assert sum((variance == 0).sum() for variance in variances) > 0  # dead units are among them
    before, after = (vgg.model.predict(unseen, verbose=0) for vgg in (miniature, with_batch_norm))
    assert np.abs(after - before).max() < 1e-5
    assert np.square(logits(with_batch_norm, unseen) - logits(miniature, unseen)).sum() < 1e-4


def test_the_full_width_network_predicts_the_same(photo, tmp_path):
    for number in range(3):
        photo(tmp_path / "cats" / f"{number}.png", seed=number)
    keras.utils.set_random_seed(0)
    vgg = Vgg16(weights=None)
    first = vgg.model.get_layer("block1_conv1")
    first.set_weights([weight / 100 for weight in first.get_weights()])
    new = Vgg16BN.from_vgg16(vgg, vgg.get_batches(tmp_path, shuffle=False))
    images = np.random.default_rng(1).integers(0, 256, (3, 224, 224, 3), dtype="uint8")
    assert np.abs(new.model.predict(images, verbose=0) - vgg.model.predict(images, verbose=0)).max() < 1e-5
    assert new.model.count_params() - vgg.model.count_params() == 2 * 4 * 4096


def test_the_layers_stand_between_dense_and_dropout(with_batch_norm):
    names = [layer.name for layer in with_batch_norm.model.layers]
    assert names[names.index("fc1") :] == ["fc1", "bn1", "drop1", "fc2", "bn2", "drop2", "predictions"]


def test_training_it_leaves_the_original_alone(miniature, unseen, folder):
    vgg = miniature
    before = vgg.model.predict(unseen[:2], verbose=0)
    new = Vgg16BN.from_vgg16(vgg, vgg.get_batches(folder))
    new.finetune(vgg.get_batches(folder))
    new.train_from("fc1", learning_rate=0.01)
    new.fit(vgg.get_batches(folder), verbose=0)
    assert new.classes == ["cats", "dogs"]
    assert len(vgg.classes) == 1000
    np.testing.assert_array_equal(vgg.model.predict(unseen[:2], verbose=0), before)


def test_saved_it_comes_back_the_same(with_batch_norm, unseen, tmp_path):
    predictions = with_batch_norm.model.predict(unseen, verbose=0)
    with_batch_norm.model.save(tmp_path / "whole.keras")
    whole = keras.saving.load_model(tmp_path / "whole.keras")
    np.testing.assert_allclose(whole.predict(unseen, verbose=0), predictions, atol=1e-6)
    with_batch_norm.model.save_weights(tmp_path / "bn.weights.h5")
    loaded = Vgg16BN(tmp_path / "bn.weights.h5")
    np.testing.assert_allclose(loaded.model.predict(unseen, verbose=0), predictions, atol=1e-6)


def test_published_weights_say_how(folder):
    with pytest.raises(ValueError, match="from_vgg16"):
        Vgg16BN("imagenet")
    names = [layer.name for layer in Vgg16BN(None, widths=MINIATURE).model.layers]
    assert names.count("bn1") == names.count("bn2") == 1


def test_the_2017_function_gives_a_model_for_ones_classes(folder):
    batches = Vgg16(weights=None, widths=MINIATURE).get_batches(folder)
    assert vgg_ft_bn(batches.num_classes, batches, weights="sample").output_shape == (None, 2)
