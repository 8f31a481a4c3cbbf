import pytest

from workbook.samples import make_sample


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


def test_more_than_there_is_cannot_be_had(folder, tmp_path):
    with pytest.raises(ValueError, match="8 photos are asked for and .* holds 7: ask for fewer"):
        make_sample(folder, tmp_path / "small", count=8)
