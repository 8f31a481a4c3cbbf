import numpy as np
import pytest

from workbook.features import arrays
from workbook.features.arrays import ArrayBatches, StaleArrayError, load_array, open_array, save_array, write_array


@pytest.mark.parametrize("dtype", ["float32", "float16", "uint8", "int64"])
def test_an_array_comes_back_as_it_was(tmp_path, dtype):
    array = np.random.default_rng(0).normal(100, 50, (50, 7, 7, 8)).astype(dtype)
    save_array(tmp_path / "deep" / "array", array)
    loaded = load_array(tmp_path / "deep" / "array")
    np.testing.assert_array_equal(loaded, array)
    assert loaded.dtype == dtype


def test_the_same_array_is_stored_as_the_same_bytes(tmp_path):
    maps = np.maximum(np.random.default_rng(0).normal(-0.5, 1, (200, 7, 7, 128)), 0).astype("float16")
    for name in "abcd":
        save_array(tmp_path / name, maps)
    stored = {name: {file.name: file.read_bytes() for file in (tmp_path / name / "data").iterdir()} for name in "abcd"}
    assert len(stored["a"]) > 1
    assert stored["b"] == stored["c"] == stored["d"] == stored["a"]
    assert sum(map(len, stored["a"].values())) < 0.8 * maps.nbytes


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


def test_a_replacement_that_stops_half_way_keeps_the_old_array(tmp_path, monkeypatch):
    save_array(tmp_path / "a", np.zeros((5, 2)))
    rename = arrays.Path.rename

    def stops(path, target):
        if path.name == ".a.unfinished":
            raise OSError("stopped")
        return rename(path, target)

    monkeypatch.setattr(arrays.Path, "rename", stops)
    with pytest.raises(OSError, match="stopped"):
        save_array(tmp_path / "a", np.ones((3, 2)))
    np.testing.assert_array_equal(load_array(tmp_path / "a"), np.zeros((5, 2)))
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_an_array_knows_what_it_was_made_from(tmp_path):
    save_array(tmp_path / "a", np.zeros(3), made_from={"weights": "sample", "size": (224, 224)})
    load_array(tmp_path / "a")
    load_array(tmp_path / "a", made_from={"size": (224, 224), "weights": "sample"})
    with pytest.raises(StaleArrayError, match="compute and save it again"):
        load_array(tmp_path / "a", made_from={"weights": "imagenet", "size": (224, 224)})


def test_a_missing_array_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="There is no stored array at .*features"):
        load_array(tmp_path / "features")


def test_chunks_become_one_array(tmp_path):
    whole = np.random.default_rng(0).normal(size=(1000, 6)).astype("float32")
    write_array(tmp_path / "a", (whole[i : i + 64] for i in range(0, 1000, 64)), rows=1000)
    np.testing.assert_array_equal(load_array(tmp_path / "a"), whole)
    np.testing.assert_array_equal(open_array(tmp_path / "a")[300:310], whole[300:310])


@pytest.fixture
def stored(tmp_path):
    """Return a stored array of 1,003 rows that begin with their own number, in many chunks, and their labels."""
    rows = np.random.default_rng(0).normal(size=(1003, 512))
    rows[:, 0] = np.arange(1003)
    save_array(tmp_path / "rows", rows)
    array = open_array(tmp_path / "rows")
    assert len(rows) > 5 * array.chunklen
    return array, np.arange(1003)[:, None] * 2


@pytest.mark.parametrize("shuffle", [False, True])
def test_every_row_comes_once_per_epoch_with_its_label(stored, shuffle):
    batches = ArrayBatches(*stored, batch_size=10, shuffle=shuffle)
    assert len(batches) == 101
    epochs = []
    for _ in range(2):
        pairs = [batches[i] for i in range(len(batches))]
        rows, labels = (np.concatenate(column) for column in zip(*pairs, strict=True))
        np.testing.assert_array_equal(rows[:, 0] * 2, labels[:, 0])
        assert sorted(rows[:, 0]) == list(range(1003))
        assert [len(rows) for rows, _ in pairs[:-1]] == [10] * 100
        epochs.append(rows[:, 0].tolist())
        batches.on_epoch_end()
    assert (epochs[0] == list(range(1003))) != shuffle
    assert (epochs[0] == epochs[1]) != shuffle
    assert batches.on_epoch_end() is None


def test_batches_may_be_asked_for_in_any_order(stored):
    batches = ArrayBatches(*stored, batch_size=10, shuffle=True)
    forward = [batches[i][0] for i in range(len(batches))]
    for i in np.random.default_rng(1).permutation(len(batches))[:20]:
        np.testing.assert_array_equal(batches[i][0], forward[i])


def test_batches_begin_again_with_another_seed(stored):
    batches = ArrayBatches(*stored, batch_size=10, shuffle=True)
    first = batches.again(seed=3)[0][0]
    batches.on_epoch_end()
    np.testing.assert_array_equal(batches.again(seed=3)[0][0], first)
    assert (batches.again(seed=4)[0][0] != first).any()
    in_order = batches.again(array=2 * stored[0][:], shuffle=False)
    np.testing.assert_array_equal(in_order[0][0], 2 * stored[0][:10])
    np.testing.assert_array_equal(in_order[0][1], stored[1][:10])


def test_rows_without_labels_are_refused(stored):
    with pytest.raises(ValueError, match="1003 rows and 5 labels: give one label for each row"):
        ArrayBatches(stored[0], np.zeros((5, 1)))
