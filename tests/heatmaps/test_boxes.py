"""Boxes: read for squashed photos, compared, and put around heatmaps."""

import csv

import numpy as np
import pytest
from PIL import Image

from locations import SAMPLE
from workbook.heatmaps.boxes import box_of, box_overlap, mirror_boxes, points_inside, read_boxes, tight_box
from workbook.photos.decode import PhotoError
from workbook.photos.listing import list_photos

NAMES = ["cats/wide.png", "dogs/tall.png"]


@pytest.fixture
def valid(tmp_path, photo):
    """Return a folder of a wide and a tall photo, whose boxes are known."""
    photo(tmp_path / "valid" / NAMES[0], size=(448, 112))
    photo(tmp_path / "valid" / NAMES[1], size=(112, 224))
    write(tmp_path, f"valid/{NAMES[0]},44,0,448,56", f"valid/{NAMES[1]},0,10,11,12.5")
    return tmp_path / "valid"


def write(folder, *rows, header="file,left,top,right,bottom"):
    (folder / "boxes.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


def test_boxes_are_those_of_the_squashed_photos_in_the_order_asked_for(valid):
    boxes = read_boxes(valid, NAMES)
    np.testing.assert_allclose(boxes, [[22, 0, 224, 112], [0, 10, 22, 12.5]])
    np.testing.assert_allclose(read_boxes(str(valid), NAMES[::-1]), boxes[::-1])
    np.testing.assert_allclose(read_boxes(valid, NAMES, size=(112, 448))[0], [44, 0, 448, 56])
    assert read_boxes(valid, []).shape == (0, 4)


def test_without_a_file_there_are_no_boxes(folder):
    assert read_boxes(folder, ["cats/0.png"]) is None


def test_a_photo_that_its_camera_stored_on_its_side_is_turned_first(valid, photo):
    exif = Image.Exif()
    exif[0x0112] = 6
    photo(valid / "cats" / "turned.jpg", size=(100, 200), exif=exif)
    write(valid.parent, "valid/cats/turned.jpg,0,0,200,50")
    np.testing.assert_allclose(read_boxes(valid, ["cats/turned.jpg"]), [[0, 0, 224, 112]])


def test_the_file_may_come_from_a_spreadsheet(valid):
    text = (valid.parent / "boxes.csv").read_text().replace("\n", "\r\n")
    (valid.parent / "boxes.csv").write_bytes(b"\xef\xbb\xbf" + text.encode() + b"\r\n")
    assert read_boxes(valid, NAMES).shape == (2, 4)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("", r"boxes.csv has no row for valid/cats/wide.png: add one, or remove the file to go on without boxes\."),
        (
            "valid/cats/wide.png,1,2,3",
            r"Line 2 of .* is 'valid/cats/wide.png,1,2,3': give each photo one line, with four numbers\.",
        ),
        ("valid/cats/wide.png,0,0,9,9\n\nvalid/cats/wide.png,0,0,9,8", r"Line 4 of .* one line"),
        ("x" * 200_000, r"boxes.csv is not CSV \(field larger than .*\): write it again, or remove it\."),
        ("valid/cats/wide.png,1,2,3,4,5", r"Line 2 of .* four numbers\."),
        ("valid/cats/wide.png,1,2,3,four", r"Line 2 of .* four numbers\."),
        ("valid/cats/wide.png,0,0,449,112", r"box of valid/cats/wide.png is 0, 0, 449, 112 in a photo of 448 by 112"),
        ("valid/cats/wide.png,9,0,9,112", "left before right and top before bottom"),
        ("valid/cats/wide.png,nan,0,9,112", "left before right and top before bottom"),
        ("valid/cats/gone.png,0,0,9,9", r"gone.png cannot be read as a photo: replace or remove it\."),
    ],
)
def test_a_fault_is_one_sentence(valid, row, message):
    write(valid.parent, row)
    name = "cats/gone.png" if "gone" in row else NAMES[0]
    with pytest.raises(ValueError, match=message) as caught:
        read_boxes(valid, [name])
    assert isinstance(caught.value, PhotoError) == ("gone" in row)


def test_another_header_is_a_fault(valid):
    write(valid.parent, header="file;left;top;right;bottom")
    with pytest.raises(ValueError, match="begins with 'file;left;top;right;bottom': let its first line be 'file,left"):
        read_boxes(valid, NAMES)
    (valid.parent / "boxes.csv").write_bytes(b"")
    with pytest.raises(ValueError, match="begins with ''"):
        read_boxes(valid, NAMES)


def test_overlap_is_the_shared_area_over_the_covered_area():
    box = [0, 0, 10, 10]
    others = [[5, 5, 15, 15], box, [10, 0, 20, 10], [0, 0, 5, 10], [3, 3, 3, 8], [8, 8, 2, 2]]
    np.testing.assert_allclose(box_overlap([box] * 6, others), [25 / 175, 1, 0, 0.5, 0, 0])
    np.testing.assert_allclose(box_overlap(box, others), box_overlap(others, box))
    assert box_overlap([1, 1, 1, 1], [1, 1, 1, 1]) == 0


def test_overlap_is_what_counting_pixels_gives():
    rng = np.random.default_rng(0)
    low, sides = rng.integers(0, 10, (2, 50, 2)), rng.integers(1, 10, (2, 50, 2))
    boxes, others = np.concatenate([low, low + sides], axis=2)
    for one, other, overlap in zip(boxes, others, box_overlap(boxes, others), strict=True):
        masks = np.zeros((2, 20, 20), bool)
        for mask, (left, top, right, bottom) in zip(masks, (one, other), strict=True):
            mask[top:bottom, left:right] = True
        assert overlap == pytest.approx(masks.all(axis=0).sum() / masks.any(axis=0).sum())


def test_a_tight_box_touches_the_mask_on_four_sides():
    mask = np.zeros((6, 8), bool)
    mask[1, 2] = mask[4, 6] = True
    assert tight_box(mask).tolist() == [2, 1, 7, 5]
    with pytest.raises(ValueError, match="The mask is empty: give one with at least one true pixel"):
        tight_box(~mask & mask)


def test_the_box_of_a_heatmap_holds_its_largest_hot_region():
    heatmap = np.zeros((8, 8))
    heatmap[1, 6], heatmap[4:7, 1:3], heatmap[7, 3], heatmap[4, 7] = 1, 0.6, 0.5, 0.49
    assert box_of(heatmap, size=(8, 8)).tolist() == [1, 4, 4, 8]  # a corner connects
    assert box_of(heatmap, share=0.9, size=(8, 8)).tolist() == [6, 1, 7, 2]
    assert box_of(heatmap).tolist() == [28, 112, 112, 224]
    assert box_of(heatmap, size=(16, 8)).tolist() == [1, 8, 4, 16]
    np.testing.assert_allclose(box_of(7 * heatmap), box_of(heatmap))


def test_a_map_that_shows_nothing_has_the_box_of_the_whole_picture():
    assert box_of(np.zeros((7, 7))).tolist() == box_of(np.full((7, 7), -1.0)).tolist() == [0, 0, 224, 224]


@pytest.mark.parametrize(("value", "share"), [(1.0, 1.5), (np.nan, 0.5)])
def test_a_map_without_a_hot_pixel_is_refused(value, share):
    with pytest.raises(ValueError, match="give a share from 0 to 1, and no NaN"):
        box_of(np.full((7, 7), value), share)


def test_a_map_points_inside_or_beside_its_box():
    heatmaps = np.zeros((4, 7, 7))
    heatmaps[[0, 1, 2], [0, 3, 3], [0, 3, 3]] = 1  # middles at 16 and at 112
    boxes = [[0, 0, 17, 17], [0, 0, 112, 112], [112, 112, 113, 113], [100, 100, 224, 224]]
    assert points_inside(heatmaps, boxes).tolist() == [True, False, True, False]
    assert points_inside(heatmaps[:1], [[0, 0, 1, 1]], size=(7, 7)).tolist() == [True]


def test_the_sample_has_a_box_for_each_picture_and_within_it():
    with (SAMPLE / "boxes.csv").open(newline="") as boxes, (SAMPLE / "breeds.csv").open(newline="") as breeds:
        files = [[row["file"] for row in csv.DictReader(table)] for table in (boxes, breeds)]
    assert files[0] == files[1]
    assert {f"{split}/{name}" for split, name in sample_files()} == set(files[0])


def sample_files():
    return [(split, name) for split in ("train", "valid", "test") for name in list_photos(SAMPLE / split).filenames]


@pytest.mark.parametrize("split", ["train", "valid", "test"])
def test_the_samples_animals_fill_what_the_readme_says(split):
    boxes = read_boxes(SAMPLE / split, list_photos(SAMPLE / split).filenames)
    shares = box_overlap(boxes, [0, 0, 224, 224])
    assert 0.03 < shares.min() < shares.mean() < 0.45
    assert shares.max() < 0.95


def test_a_box_mirrored_twice_is_the_same_and_stays_the_right_way_round():
    boxes = np.array([[10, 20, 30, 50]])
    np.testing.assert_array_equal(mirror_boxes(boxes), [[194, 20, 214, 50]])
    np.testing.assert_array_equal(mirror_boxes(mirror_boxes(boxes)), boxes)
    mask = np.zeros((224, 224), bool)
    mask[20:50, 10:30] = True
    left, top, right, bottom = mirror_boxes(boxes)[0]
    assert mask[:, ::-1][top:bottom, left:right].all()
