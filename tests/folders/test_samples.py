import pytest

from workbook.folders.samples import make_sample


def test_a_sample_keeps_class_folders_and_the_original(folder, tmp_path):
    before = {path: path.read_bytes() for path in folder.rglob("*.png")}
    sample = make_sample(folder, tmp_path / "small", count=5, seed=1)
    assert sample.samples == 5
    assert set(sample.class_names) == {"cats", "dogs"}
    for name in sample.filenames:
        assert (tmp_path / "small" / name).read_bytes() == before[folder / name]
    assert {path: path.read_bytes() for path in folder.rglob("*.png")} == before


def test_the_same_seed_gives_the_same_sample(folder, tmp_path):
    first, again, other = (
        make_sample(folder, tmp_path / name, 3, seed) for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )
    assert first.filenames == again.filenames
    assert first.filenames != other.filenames
    assert make_sample(folder, tmp_path / "a", 3, seed=1).filenames == first.filenames


def test_a_folder_with_other_photos_is_left_alone(folder, tmp_path):
    make_sample(folder, tmp_path / "small", count=3, seed=1)
    with pytest.raises(ValueError, match="small holds photos that are not in this sample: give another folder"):
        make_sample(folder, tmp_path / "small", count=3, seed=2)


def test_hidden_files_are_no_photos_and_a_folder_inside_is_refused(folder, tmp_path):
    sample = make_sample(folder, tmp_path / "small", count=3, seed=1)
    (tmp_path / "small" / ".DS_Store").write_text("made by a Mac")
    assert make_sample(folder, tmp_path / "small", count=3, seed=1).filenames == sample.filenames
    with pytest.raises(ValueError, match="pets.small is inside .*pets: give a folder outside"):
        make_sample(folder, folder / "small", count=3)


def test_a_sample_of_more_photos_than_there_are_is_refused(folder, tmp_path):
    with pytest.raises(ValueError, match="count=8 is more than the 7 photos in .*pets: give a smaller one"):
        make_sample(folder, tmp_path / "small", count=8)
