import os
import sys

import numpy as np
import pytest

import hostile
from hostile import encoded, picture, snapshot
from locations import SAMPLE
from workbook.folders import duplicates, files
from workbook.folders.checkup import check_images, main
from workbook.folders.faults import FAULTS, NOTES
from workbook.folders.files import put_back
from workbook.photos.batches import Batches
from workbook.photos.decode import PhotoError, read_photo
from workbook.plots.folders import plot_folder


@pytest.fixture
def photos(tmp_path):
    """Return the hostile folder."""
    return hostile.build(tmp_path)[0]


def write(folder, contents):
    """Write {name: bytes} below `folder`, and return it."""
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def found(report):
    return {(row.file, row.fault) for row in report.rows}


def test_every_fault_is_named_and_no_file_changes(tmp_path):
    root, expected = hostile.build(tmp_path)
    before = snapshot(tmp_path)
    report = check_images(root)
    assert found(report) == expected
    assert {row.fault for row in report.rows} == set(FAULTS | NOTES)  # the hostile folder has all there are
    assert all(row.remedy.endswith(".") for row in report.rows)
    assert snapshot(tmp_path) == before


def test_what_the_check_accepts_is_what_the_lessons_read(photos):
    accepted = {photo.file for photo in check_images(photos).photos}
    for link in ("train/round", "train/cats/pipe.jpg"):
        (photos / link).unlink()
    for split in ("train", "valid", "test"):
        for name in Batches(photos / split).filenames:
            try:
                read_photo(photos / split / name, size=(8, 8))
            except PhotoError:
                assert f"{split}/{name}" not in accepted
            else:
                accepted.remove(f"{split}/{name}")
    assert not accepted


def test_batches_name_the_file_that_stops_them_in_one_sentence(photos):
    (photos / "train/cats/pipe.jpg").unlink()
    sentence = "^[^\n]*/cats/{} cannot be read as a photo .*: replace or remove it.$"
    with pytest.raises(PhotoError, match=sentence.format('"quoted" text.jpg')):
        Batches(photos / "train", size=(8, 8)).images()
    check_images(photos, set_aside=photos.parent / "aside")
    with pytest.raises(PhotoError, match=sentence.format("itself.jpg")):
        Batches(photos / "train", size=(8, 8)).images()


def test_counts_and_sizes_are_those_of_the_photos(tmp_path):
    turned = hostile.rotated()  # lies 80 wide and 60 high
    write(tmp_path, {"a/1.jpg": turned, "a/2.jpg": encoded(picture(1, (300, 200))), "b b/3.jpg": encoded(picture(2))})
    report = check_images(tmp_path)
    assert report.counts == {"a": {"": 2}, "b b": {"": 1}}
    assert [(photo.file, photo.width, photo.height) for photo in report.photos] == [
        ("a/1.jpg", 60, 80),
        ("a/2.jpg", 300, 200),
        ("b b/3.jpg", 80, 60),
    ]
    assert str(report).splitlines()[2:5] == [
        "class  photos  smallest     median    largest",
        "    a       2   60 x 80  300 x 200  300 x 200",
        "  b b       1   80 x 60    80 x 60    80 x 60",
    ]


def test_the_sample_is_in_order():
    report = check_images(SAMPLE)
    assert report.rows == []
    assert len(report.photos) == 184
    assert str(report).startswith(f"{SAMPLE}: 184 photos; faults: 0, notes: 0.")


def test_the_same_picture_is_found_and_another_is_not(tmp_path):
    copies = {f"a/{seed}.jpg": encoded(picture(seed, (500, 375))) for seed in range(100, 160)}
    for seed in range(100, 110):
        copies[f"b/{seed}.png"] = encoded(picture(seed, (500, 375)).resize((150, 150)), "PNG")
        copies[f"b/{seed}.webp"] = encoded(picture(seed, (500, 375)), "WEBP", quality=20)
    rows = check_images(write(tmp_path, copies)).rows
    assert {row.file for row in rows if row.fault == "two classes"} == {name for name in copies if name[0] == "b"}
    assert all(row.detail == f"the same picture as a/{row.file[2:5]}.jpg" for row in rows if row.fault == "two classes")


@pytest.mark.parametrize("block", [1, 7, 10**6])
def test_twins_are_those_that_a_plain_search_finds(monkeypatch, block):
    monkeypatch.setattr(duplicates, "PAIRS", block * 50)
    rng = np.random.default_rng(0)
    prints = []
    for row in range(50):
        flipped = np.uint64(1) << np.uint64(rng.integers(64))
        thumbnail = rng.integers(0, 256, 256, dtype="uint8").tobytes()
        prints.append(duplicates.Fingerprint(bytes([row]), rng.integers(2**63, dtype="uint64"), thumbnail))
        if row % 5 == 4:
            prints.append(
                prints[row // 2]._replace(digest=b"re-encoded %d" % row, dhash=prints[row // 2].dhash ^ flipped)
            )
    same = [print_.thumbnail for print_ in prints]
    plain = [(row, same.index(text)) for row, text in enumerate(same) if same.index(text) < row]
    assert [(row, other) for row, other, _ in duplicates.twins(prints, [""] * len(prints))] == plain
    assert len(plain) == 10


def test_a_leak_is_reported_before_a_duplicate(tmp_path):
    one, other = encoded(picture(1)), encoded(picture(2))
    write(tmp_path, {f"train/a/{name}.jpg": one for name in "xy"} | {"train/b/z.jpg": other, "valid/b/z.jpg": other})
    write(tmp_path, {"valid/a/w.jpg": one, "valid/a/x.jpg": one})
    rows = [(row.file, row.fault, row.detail) for row in check_images(tmp_path).faults]
    assert rows == [
        ("train/a/y.jpg", "duplicate", "the same file as train/a/x.jpg"),
        ("valid/a/w.jpg", "leak", "the same file as train/a/x.jpg"),
        ("valid/a/x.jpg", "leak", "the same file as train/a/x.jpg"),
        ("valid/b/z.jpg", "leak", "the same file as train/b/z.jpg"),
    ]


def test_photos_without_class_folders_are_checked_and_an_empty_folder_is_refused(tmp_path):
    write(tmp_path / "flat", {"1.jpg": encoded(picture(1)), "2.jpg": b"no photo"})
    report = check_images(tmp_path / "flat")
    assert found(report) == {("1.jpg", "outside a class"), ("2.jpg", "outside a class"), ("2.jpg", "not a photo")}
    with pytest.raises(PhotoError, match="nowhere is not a folder: give"):
        check_images(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(PhotoError, match="empty has no class folders: make"):
        check_images(tmp_path / "empty")


def test_a_folder_that_may_not_be_read_is_named(tmp_path, monkeypatch):
    write(tmp_path, {"a/closed/1.jpg": encoded(picture(1)), "a/2.jpg": encoded(picture(2))})
    scan = os.scandir

    def refused(path):
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refused)
    (row,) = check_images(tmp_path).rows
    assert row[:3] == ("a/closed", "unreadable", "Permission denied")


def test_damaged_files_of_every_format_do_not_stop_the_check(tmp_path):
    rng = np.random.default_rng(0)
    for kind in ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP"):
        for number in range(12):
            content = np.frombuffer(encoded(picture(number), kind), "uint8").copy()
            content[rng.integers(len(content), size=8)] = rng.integers(0, 256, 8)
            write(tmp_path, {f"a/{number}.{kind.lower()}": content.tobytes()})
    report = check_images(tmp_path)
    assert 10 < len(report.photos) < 72


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such names")
def test_names_that_are_not_text_can_be_printed_and_set_aside(tmp_path):
    name = os.fsdecode(b"<b> & $5/\xff\n.jpg")
    write(tmp_path / "photos", {name: b"no photo"})
    report = check_images(tmp_path / "photos", set_aside=tmp_path / "aside")
    assert report.aside == [name]
    assert r"<b> & $5/\udcff\n.jpg: it begins with" in str(report)
    assert "&lt;b&gt; &amp; $5/" in report._repr_html_()
    assert "<b> &" not in report._repr_html_()
    str(report).encode()
    assert (tmp_path / "aside" / name).exists()
    put_back(tmp_path / "aside")
    assert (tmp_path / "photos" / name).exists()
    plot_folder(report).savefig(tmp_path / "figure.png")


def test_broken_files_are_set_aside_and_put_back_exactly(photos):
    before, aside = snapshot(photos.parent), photos.parent / "aside" / "1"
    report = check_images(photos, set_aside=aside)
    names = ['"quoted" text.jpg', ".DS_Store", "._0.jpg", "0 bytes.jpg", "Bömbchen.png", "Thumbs.db", "garbled.png"]
    names += ["half of it.jpg", "heights.tif", "labels.txt"]
    assert sorted(report.aside) == [f"train/cats/{name}" for name in names]
    assert {row.file for row in report.faults}.isdisjoint(report.aside)
    moved = {photos / name: aside / name for name in report.aside}
    for origin, place in moved.items():
        assert snapshot(place.parent)[place] == before[origin]
    here = snapshot(photos.parent)
    assert {path: here[path] for path in here if path in before} == {p: before[p] for p in before if p not in moved}
    assert check_images(photos, set_aside=aside).aside == []
    assert put_back(aside) == sorted(moved)
    aside.parent.rmdir()
    assert snapshot(photos.parent) == before


def test_any_kind_can_be_set_aside_and_links_move_as_links(photos):
    before = snapshot(photos)
    report = check_images(photos)
    report.set_aside(photos.parent / "aside", faults=["broken link", "link outside", "leak"])
    assert len(report.aside) == 4
    assert (photos.parent / "aside/train/cats/elsewhere.jpg").is_symlink()
    put_back(photos.parent / "aside")
    assert snapshot(photos) == before


@pytest.mark.skipif(os.name == "nt", reason="Windows lets only administrators make links")
def test_files_in_a_linked_folder_outside_stay(tmp_path):
    write(tmp_path, {"elsewhere/torn.jpg": b"not ours to touch", "photos/cats/1.jpg": encoded(picture(1))})
    (tmp_path / "photos" / "dogs").symlink_to("../elsewhere", target_is_directory=True)
    before = snapshot(tmp_path)
    report = check_images(tmp_path / "photos", set_aside=tmp_path / "aside")
    assert ("dogs/torn.jpg", "not a photo") in found(report)
    assert report.aside == []
    assert snapshot(tmp_path) == before


def test_setting_aside_that_stops_half_way_can_be_undone(photos, monkeypatch):
    before, move, moved = snapshot(photos), files._move, []

    def stop(origin, place):
        if len(moved) == 3:
            raise KeyboardInterrupt
        moved.append(origin)
        move(origin, place)

    monkeypatch.setattr(files, "_move", stop)
    with pytest.raises(KeyboardInterrupt):
        check_images(photos, set_aside=photos.parent / "aside")
    monkeypatch.undo()
    assert sorted(put_back(photos.parent / "aside")) == sorted(moved)
    assert snapshot(photos) == before
    assert not (photos.parent / "aside").exists()


def test_nothing_is_put_back_over_another_file(tmp_path):
    photos = write(tmp_path / "photos", {"a/1.jpg": b"torn", "a/2.jpg": b"torn", "b/3.jpg": encoded(picture(3))})
    check_images(photos, set_aside=tmp_path / "aside")
    write(photos, {"a/2.jpg": encoded(picture(2))})
    with pytest.raises(ValueError, match="2.jpg is there again: move it away"):
        put_back(tmp_path / "aside")
    assert not (photos / "a/1.jpg").exists()
    write(photos, {"a/2.jpg": b"torn again"})
    with pytest.raises(ValueError, match="2.jpg was set aside before: put it back or give another folder"):
        check_images(photos, set_aside=tmp_path / "aside")


def test_a_folder_that_cannot_be_used_for_setting_aside_is_refused(tmp_path):
    photos = write(tmp_path / "photos", {"a/1.jpg": b"torn", "b/3.jpg": encoded(picture(3))})
    with pytest.raises(ValueError, match="bad is inside .*photos: give a folder outside"):
        check_images(photos, set_aside=photos / "bad")
    write(tmp_path, {"full/letter.txt": b"Dear"})
    with pytest.raises(ValueError, match="full holds other files: give a new folder"):
        check_images(photos, set_aside=tmp_path / "full")
    with pytest.raises(ValueError, match="full has no set_aside.csv: give a folder in which"):
        put_back(tmp_path / "full")
    assert put_back(tmp_path / "full", missing_ok=True) == []
    assert (tmp_path / "full" / "letter.txt").exists()
    assert (photos / "a/1.jpg").read_bytes() == b"torn"


def test_its_exit_status_says_whether_there_are_faults(tmp_path, capsys):
    photos = write(tmp_path / "photos", {"a/1.jpg": encoded(picture(1)), "b/2.jpg": encoded(picture(2))})
    assert main([str(photos)]) == 0
    write(photos, {"a/torn.jpg": b"torn"})
    assert main([str(photos)]) == 1
    assert main([str(photos), "--set-aside", str(tmp_path / "aside")]) == 0
    assert main([str(tmp_path / "aside"), "--put-back"]) == 0
    assert capsys.readouterr().out.endswith("Files moved back: 1.\n")
    assert main([str(tmp_path / "nowhere")]) == 2
    assert "nowhere is not a folder" in capsys.readouterr().err


def test_the_figure_shows_every_class_and_split(photos, tmp_path):
    figure = plot_folder(check_images(photos))
    bars, sizes = figure.axes
    assert [label.get_text() for label in bars.get_yticklabels()] == ["birds", "cats", "dogs", "unknown"]
    assert [text.get_text() for text in bars.get_legend().get_texts()] == ["train", "valid", "test"]
    assert sum(bar.get_width() for bar in bars.patches) == len(check_images(photos).photos)
    assert sizes.get_xscale() == "log"
    many = write(tmp_path / "many", {f"class {n}/1.png": encoded(picture(n, (8, 8)), "PNG") for n in range(70)})
    bars, sizes = plot_folder(check_images(many)).axes
    assert len(bars.get_yticks()) == 24
    assert sizes.get_legend() is None
    figure.savefig(tmp_path / "figure.png")
