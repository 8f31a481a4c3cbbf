import numpy as np
import pytest

from workbook import arrays
from workbook.arrays import StaleArrayError, load_array, save_array


@pytest.mark.parametrize("dtype", ["float32", "float16", "uint8", "int64"])
def test_an_array_comes_back_as_it_was(tmp_path, dtype):
    array = np.random.default_rng(0).normal(100, 50, (50, 7, 7, 8)).astype(dtype)
    save_array(tmp_path / "deep" / "array", array)
    loaded = load_array(tmp_path / "deep" / "array")
    np.testing.assert_array_equal(loaded, array)
    assert loaded.dtype == dtype


def test_saving_again_replaces_and_leaves_nothing_else(tmp_path):
    save_array(tmp_path / "a", np.zeros((5, 2)))
    save_array(tmp_path / "a", np.ones((3, 2)))
    np.testing.assert_array_equal(load_array(tmp_path / "a"), np.ones((3, 2)))
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_save_that_fails_keeps_the_old_array(tmp_path, monkeypatch):
    save_array(tmp_path / "a", np.zeros((5, 2)))

    def full(*args, **options):
        raise OSError("No space left on device")

    monkeypatch.setattr(arrays.bcolz, "carray", full)
    with pytest.raises(OSError, match="No space"):
        save_array(tmp_path / "a", np.ones((3, 2)))
    monkeypatch.undo()
    np.testing.assert_array_equal(load_array(tmp_path / "a"), np.zeros((5, 2)))
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_an_array_knows_what_it_was_made_from(tmp_path):
    save_array(tmp_path / "a", np.zeros(3), made_from={"weights": "sample", "size": (224, 224)})
    load_array(tmp_path / "a")
    load_array(tmp_path / "a", made_from={"size": (224, 224), "weights": "sample"})
    with pytest.raises(StaleArrayError, match="compute and save it again"):
        load_array(tmp_path / "a", made_from={"weights": "imagenet", "size": (224, 224)})


def test_a_missing_array_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="features holds no stored array"):
        load_array(tmp_path / "features")
