import keras
import numpy as np
import pytest

from utils import augmentation
from workbook.photos.augmentation import KINDS, vary


@pytest.fixture
def photos():
    """Return the same noise sixteen times, RGB 0..255, its middle values."""
    noise = np.random.default_rng(0).integers(80, 170, (24, 24, 3)).astype("float32")
    return np.stack([noise] * 16)


def varied(photos, *args, seed=0, **options):
    keras.utils.set_random_seed(seed)
    return np.asarray(augmentation(*args, **options)(photos, training=True))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_varies_each_photo_by_itself_in_training_and_none_in_use(photos, kind):
    model = augmentation(kinds=[kind])
    outputs = np.asarray(model(photos, training=True))
    assert outputs.shape == photos.shape
    assert len(np.unique(outputs.round(2), axis=0)) >= (2 if kind == "flip" else 15)
    np.testing.assert_array_equal(model(photos, training=False), photos)


@pytest.mark.parametrize("kind", KINDS)
def test_strength_0_changes_nothing_and_more_changes_more(photos, kind):
    np.testing.assert_array_equal(varied(photos, 0, kinds=[kind]), photos)
    weak, strong = (np.abs(varied(photos, strength, kinds=[kind]) - photos).mean() for strength in (0.1, 1))
    assert 0 < weak < strong or (kind == "flip" and weak == strong > 0)


def test_predict_leaves_photos_alone_and_a_direct_call_has_to_say_so(photos):
    model = augmentation()
    np.testing.assert_array_equal(model.predict(photos, verbose=0), photos)
    assert not np.array_equal(model(photos), photos)


def test_photos_are_mirrored_left_to_right_only(photos):
    same = [np.array_equal(photo, photos[0]) for photo in varied(photos, kinds=["flip"])]
    mirrored = [np.array_equal(photo, photos[0][:, ::-1]) for photo in varied(photos, kinds=["flip"])]
    assert 0 < sum(same) == 16 - sum(mirrored) < 16


def test_contrast_goes_down_as_well_as_up(photos):
    ratios = varied(photos, kinds=["contrast"]).std(axis=(1, 2, 3)) / photos.std(axis=(1, 2, 3))
    assert 0.8 <= ratios.min() < 0.9
    assert 1.1 < ratios.max() <= 1.2


def test_a_shift_stays_within_a_fifth(photos):
    dots = np.zeros((64, 50, 50, 3), "float32")
    dots[:, 25, 25] = 255
    places = np.argwhere(varied(dots, kinds=["shift"])[..., 0] > 60)[:, 1:]
    assert 5 < np.abs(places - 25).max() <= 10


def test_the_seed_fixes_what_is_drawn(photos):
    np.testing.assert_array_equal(varied(photos, seed=1), varied(photos, seed=1))
    assert not np.array_equal(varied(photos, seed=1), varied(photos, seed=2))


@pytest.mark.parametrize("strength", [-0.1, 5.1])
def test_a_strength_out_of_range_is_refused(strength):
    with pytest.raises(ValueError, match=rf"strength={strength} .* 0 .* 5"):
        augmentation(strength)


@pytest.mark.parametrize("kinds", [["flip", "spin"], [], "flip"])
def test_unknown_kinds_are_refused(kinds):
    with pytest.raises(ValueError, match="choose from flip, rotation"):
        augmentation(kinds=kinds)


def test_a_photo_varies_with_the_seed_and_with_the_strength(photos):
    photo = photos[0].astype("uint8")
    np.testing.assert_array_equal(vary(photo, 0, seed=1), photo)
    weak, again, other = (vary(photo, 0.2, ["brightness"], seed) - photo for seed in (4, 4, 5))
    np.testing.assert_array_equal(weak, again)
    assert not np.array_equal(weak, other)
    np.testing.assert_allclose(vary(photo, 0.4, ["brightness"], 4) - photo, 2 * weak, atol=1e-3)
