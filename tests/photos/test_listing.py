import numpy as np
import pytest

from workbook.photos.decode import PhotoError
from workbook.photos.listing import list_photos


def test_files_come_sorted_with_their_class(folder):
    listing = list_photos(folder)
    assert listing.path == folder
    assert listing.filenames == [f"cats/{i}.png" for i in range(3)] + [f"dogs/{i}.png" for i in range(3, 7)]
    assert listing.classes.tolist() == [0, 0, 0, 1, 1, 1, 1]
    assert (listing.samples, listing.num_classes, listing.class_names) == (7, 2, ["cats", "dogs"])
    assert listing.counts == {"cats": 3, "dogs": 4}


def test_classes_are_numbered_in_sorted_order_and_may_be_empty(tmp_path, photo):
    for name in ("b", "a", "Z", "10", "9"):
        photo(tmp_path / "photos" / name / "ü.PNG")
    (tmp_path / "photos" / "aa").mkdir()
    listing = list_photos(tmp_path / "photos")
    assert listing.class_names == ["10", "9", "Z", "a", "aa", "b"]
    assert listing.classes.tolist() == [0, 1, 2, 3, 5]
    assert np.issubdtype(listing.classes.dtype, np.integer)
    assert listing.counts == {"10": 1, "9": 1, "Z": 1, "a": 1, "aa": 0, "b": 1}


def test_photos_in_nested_folders_belong_to_the_class(tmp_path, photo):
    for name in ("2.png", "1 x/y/3.jpg", "1 x/4.webp"):
        photo(tmp_path / "photos" / "cats" / name)
    listing = list_photos(tmp_path / "photos")
    assert listing.filenames == ["cats/1 x/4.webp", "cats/1 x/y/3.jpg", "cats/2.png"]
    assert listing.classes.tolist() == [0, 0, 0]


def test_hidden_files_and_other_files_are_skipped(folder, photo):
    (folder / "cats" / ".hidden.jpg").write_text("no photo")
    (folder / "cats" / ".thumbnails").mkdir()
    (folder / "cats" / ".thumbnails" / "0.jpg").write_text("no photo")
    (folder / "cats" / "Thumbs.db").write_text("no photo")
    (folder / ".git").mkdir()
    photo(folder / ".thumbnails" / "0.jpg")
    photo(folder / "outside a class.jpg")
    assert list_photos(folder).samples == 7
    assert list_photos(folder).class_names == ["cats", "dogs"]


def test_the_home_folder_may_be_written_as_a_tilde(folder, monkeypatch):
    monkeypatch.setenv("HOME", str(folder.parent))
    monkeypatch.setenv("USERPROFILE", str(folder.parent))
    assert list_photos("~/pets").samples == 7


def test_folders_that_cannot_work_are_named(tmp_path, photo):
    with pytest.raises(PhotoError, match="nowhere is not a folder: give the folder that holds one folder"):
        list_photos(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(PhotoError, match="empty has no class folders: make one folder per class"):
        list_photos(tmp_path / "empty")
    photo(tmp_path / "flat" / "1.png")
    with pytest.raises(PhotoError, match="flat has no class folders: make"):
        list_photos(tmp_path / "flat")
    with pytest.raises(PhotoError, match="1.png is not a folder: give"):
        list_photos(tmp_path / "flat" / "1.png")
    (tmp_path / "hollow" / "cats").mkdir(parents=True)
    with pytest.raises(PhotoError, match=r"hollow holds no photos: put some into .*cats \(.*\.jpg, .*\.png"):
        list_photos(tmp_path / "hollow")
