import numpy as np
import pytest
from PIL import Image

from locations import SAMPLE
from workbook.photos import decode
from workbook.photos.decode import PhotoError, read_photo


@pytest.mark.parametrize(
    ("mode", "name"), [("L", "a.png"), ("P", "a.gif"), ("RGBA", "a.png"), ("CMYK", "a.jpg"), ("1", "a.png")]
)
def test_every_kind_of_picture_becomes_rgb(photo, tmp_path, mode, name):
    pixels = read_photo(photo(tmp_path / name, mode=mode), size=(20, 24))
    assert pixels.shape == (20, 24, 3)
    assert pixels.dtype == np.uint8
    assert pixels.std() > 5


def test_transparent_parts_become_white(tmp_path):
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(tmp_path / "clear.png")
    assert (read_photo(tmp_path / "clear.png", size=(8, 8)) == 255).all()


def test_the_channels_are_red_green_blue(tmp_path):
    Image.new("RGB", (8, 8), (200, 100, 50)).save(tmp_path / "plain.png")
    assert read_photo(tmp_path / "plain.png", size=(4, 4))[0, 0].tolist() == [200, 100, 50]


def test_of_sixteen_bits_the_upper_eight_are_read(tmp_path):
    Image.fromarray(np.full((8, 8), 0x80FF, dtype="uint16")).save(tmp_path / "x-ray.png")
    assert (read_photo(tmp_path / "x-ray.png", size=(4, 4)) == 0x80).all()
    Image.fromarray(np.full((8, 8), 0x80FF, dtype=">u2")).save(tmp_path / "x-ray.tif")
    assert (read_photo(tmp_path / "x-ray.tif", size=(4, 4)) == 0x80).all()
    Image.fromarray(np.full((8, 8), 0.5, dtype="float32")).save(tmp_path / "heights.tif")
    with pytest.raises(PhotoError, match="nothing says which number is white"):
        read_photo(tmp_path / "heights.tif")


def test_a_phone_photo_is_turned_upright(tmp_path):
    image = Image.new("RGB", (20, 10), "black")
    image.paste("white", (0, 0, 10, 10))  # the left half; orientation 6 turns it to the top
    exif = Image.Exif()
    exif[0x0112] = 6
    image.save(tmp_path / "phone.png", exif=exif)
    pixels = read_photo(tmp_path / "phone.png", size=(20, 10))
    assert pixels[:9].min() > 200
    assert pixels[11:].max() < 50


def test_the_three_ways_to_resize_a_wide_photo(tmp_path):
    image = Image.new("RGB", (60, 20), "black")
    image.paste("red", (20, 0, 40, 20))  # the middle third
    image.save(tmp_path / "wide.png")
    squash, crop, pad = (read_photo(tmp_path / "wide.png", (20, 20), how)[..., 0] for how in ("squash", "crop", "pad"))
    assert 0.25 < (squash > 128).mean() < 0.42
    assert (crop > 128).all()
    assert pad[0, 0] == 124
    assert (pad[10] > 200).sum() in (6, 7)


@pytest.mark.parametrize("fault", ["truncated", "text", "empty"])
def test_a_broken_file_is_named_in_one_sentence(photo, tmp_path, fault):
    path = photo(tmp_path / "broken.jpg", size=(200, 200))
    whole = path.read_bytes()
    path.write_bytes({"truncated": whole[: len(whole) // 2], "text": b"not a photo", "empty": b""}[fault])
    with pytest.raises(PhotoError) as caught:
        read_photo(path)
    assert str(caught.value).count(str(path)) == 1
    assert str(caught.value).endswith("replace or remove it.")


@pytest.mark.parametrize(("side", "drafted"), [(300, False), (500, True), (4000, True)])
def test_a_large_jpeg_looks_as_if_decoded_in_full(tmp_path, monkeypatch, side, drafted):
    height = side * 3 // 4
    drawn = Image.open(SAMPLE / "train" / "dogs" / "dog-23.jpg")
    grain = np.random.default_rng(0).normal(0, 4, (height, side, 1))
    pixels = np.clip(np.asarray(drawn.resize((side, height))) + grain, 0, 255).astype("uint8")
    Image.fromarray(pixels).save(tmp_path / "large.jpg", quality=90)
    fast = read_photo(tmp_path / "large.jpg").astype(float)
    monkeypatch.setattr(decode, "DRAFT", 1000)
    full = read_photo(tmp_path / "large.jpg").astype(float)
    assert np.abs(fast - full).mean() < 2.5
    assert (fast != full).any() == drafted
