import blosc2
import h5py
import numpy as np

from workbook.features.formats import Stored, compare_formats


def test_every_format_takes_less_than_np_save_and_keeps_the_array(tmp_path):
    array = np.arange(200_000, dtype="int32").reshape(2000, 100)
    formats = compare_formats(array, tmp_path / "deep")
    assert list(formats) == ["np.save", "HDF5, gzip", "Blosc2", "bcolz"]
    plain = formats.pop("np.save")
    assert round(plain.megabytes, 2) == 0.8
    assert all(stored.megabytes < plain.megabytes / 2 for stored in formats.values())
    assert all(stored.saving > 0 and stored.loading > 0 for stored in [plain, *formats.values()])


def test_the_files_hold_the_array_in_chunks_of_whole_rows(tmp_path):
    array = np.random.default_rng(0).integers(0, 9, (5, 8, 8, 3), dtype="uint8")
    compare_formats(array, tmp_path)
    stored = blosc2.open(str(tmp_path / "array.b2nd"))
    np.testing.assert_array_equal(stored[:], array)
    assert stored.chunks[1:] == array.shape[1:]
    with h5py.File(tmp_path / "array.h5") as file:
        np.testing.assert_array_equal(file["array"][:], array)
        assert file["array"].chunks == stored.chunks


def test_it_can_be_repeated(tmp_path):
    for rows in (3, 2):
        sizes = {name: stored.megabytes for name, stored in compare_formats(np.ones((rows, 9)), tmp_path).items()}
    assert sizes["np.save"] == (2 * 9 * 8 + 128) / 1e6


def test_a_line_says_what_a_format_takes():
    assert str(Stored(9.63, 0.0031, 1.5)) == "   9.6 MB  saved in 0.003 s, loaded in 1.500 s"
