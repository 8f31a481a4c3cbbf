import pytest

from workbook.atomic import replaced, written


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def old(tmp_path):
    """Return a folder that holds one file."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "old.txt").write_text("old")
    return tmp_path / "data"


def test_a_file_appears_at_the_end_of_the_block_in_new_folders(tmp_path):
    file = tmp_path / "new" / "folder" / "table.csv"
    with written(file) as part:
        part.write_text("all of it")
        assert not file.exists()
    assert file.read_text() == "all of it"
    assert names(file.parent) == ["table.csv"]


def test_the_file_to_write_is_a_hidden_neighbour_with_the_same_suffix(tmp_path):
    with written(str(tmp_path / "model.weights.h5")) as part:
        assert part.parent == tmp_path
        assert part.name.startswith(".")
        assert part.suffix == ".h5"
        part.write_bytes(b"")


@pytest.mark.parametrize("before", ["old", None])
@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_block_that_fails_leaves_the_file_as_it_was(tmp_path, before, error):
    file = tmp_path / "table.csv"
    if before:
        file.write_text(before)
    with pytest.raises(error), written(file) as part:
        part.write_text("half of")
        raise error
    assert (file.read_text() if file.exists() else None) == before
    assert names(tmp_path) == (["table.csv"] if before else [])


def test_a_block_that_writes_nothing_leaves_the_file_as_it_was(tmp_path):
    (tmp_path / "table.csv").write_text("old")
    with pytest.raises(FileNotFoundError), written(tmp_path / "table.csv"):
        pass
    assert (tmp_path / "table.csv").read_text() == "old"
    assert names(tmp_path) == ["table.csv"]


def test_two_writers_at_once_do_not_collide(tmp_path):
    file = tmp_path / "table.csv"
    with written(file) as first:
        first.write_text("the first")
        with written(file) as second:
            assert second != first
            second.write_text("the second")
        assert first.read_text() == "the first"
        assert file.read_text() == "the second"
    assert file.read_text() == "the first"
    assert names(tmp_path) == ["table.csv"]


def test_a_new_folder_takes_the_place_of_the_old_one(old):
    with replaced(old) as new:
        new.mkdir()
        (new / "new.txt").write_text("new")
        assert names(old) == ["old.txt"]
    assert names(old) == ["new.txt"]
    assert names(old.parent) == ["data"]


def test_a_folder_appears_where_there_was_none(tmp_path):
    with replaced(str(tmp_path / "above" / "data")) as new:
        new.mkdir()
        assert not (tmp_path / "above" / "data").exists()
    assert names(tmp_path / "above") == ["data"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_block_that_fails_leaves_the_folder_as_it_was(old, error):
    with pytest.raises(error), replaced(old) as new:
        new.mkdir()
        (new / "half.txt").write_text("half of")
        raise error
    assert names(old) == ["old.txt"]
    assert names(old.parent) == ["data"]


def test_a_folder_stays_if_the_new_one_cannot_take_its_place(old):
    with pytest.raises(FileNotFoundError), replaced(old):
        pass  # no new folder to rename
    assert (old / "old.txt").read_text() == "old"
    assert names(old.parent) == ["data"]


def test_the_next_call_repairs_a_kill_between_the_two_renames(old):
    old.rename(old.with_name(".data.old"))
    with pytest.raises(ValueError), replaced(old):
        assert names(old) == ["old.txt"]
        raise ValueError
    assert names(old) == ["old.txt"]
    assert names(old.parent) == ["data"]


def test_what_killed_programs_left_over_is_removed(old):
    for name in (".data.old", ".data.unfinished"):
        old.with_name(name).mkdir()
        (old.with_name(name) / "left over.txt").write_text("left over")
    with replaced(old) as new:
        assert names(old.parent) == ["data"]
        new.mkdir()
        (new / "new.txt").write_text("new")
    assert names(old) == ["new.txt"]
    assert names(old.parent) == ["data"]
