"""What training prints, and how long an epoch took."""

import keras
import numpy as np
import pytest

from workbook.networks.training_log import EpochLines, EpochSeconds, last_epoch, seconds_per_photo


@pytest.fixture
def train():
    """Return a function that trains a linear model for some epochs, with a callback."""

    def run(epochs, callback):
        model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1)])
        model.compile(loss="mse", metrics=["mae"])
        rows = np.ones((4, 1))
        return model.fit(rows, rows, validation_data=(rows, rows), epochs=epochs, verbose=0, callbacks=[callback])

    return run


def test_each_of_a_few_epochs_has_a_line(train, capsys):
    history = train(2, EpochLines()).history
    lines = capsys.readouterr().out.splitlines()
    assert [line[:14] for line in lines] == ["epoch 1 of 2  ", "epoch 2 of 2  "]
    told = "loss {loss[0]:.3f}  val loss {val_loss[0]:.3f}  mae {mae[0]:.3f}  val mae {val_mae[0]:.3f}"
    assert lines[0][14:] == told.format_map(history)


@pytest.mark.parametrize(("epochs", "printed"), [(5, [1, 2, 3, 4, 5]), (6, [1, 2, 3, 5, 6]), (30, [1, 8, 15, 23, 30])])
def test_of_many_epochs_five_have(train, capsys, epochs, printed):
    train(epochs, EpochLines())
    assert [int(line.split()[1]) for line in capsys.readouterr().out.splitlines()] == printed


def test_seconds_of_each_epoch_are_kept_and_a_new_run_begins_anew(train):
    clock = EpochSeconds()
    train(3, clock)
    train(2, clock)
    assert len(clock.seconds) == 2
    assert min(clock.seconds) > 0


def test_the_quickest_epoch_counts_divided_by_its_photos(monkeypatch):
    model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1)])
    model.compile(loss="mse")
    monkeypatch.setattr("time.perf_counter", iter([0.0, 9.0, 10.0, 12.0, 20.0, 25.0]).__next__)
    assert seconds_per_photo(model, np.ones((4, 1)), np.ones((4, 1)), batch_size=2) == 0.5


def test_the_last_epoch_is_averaged_over_runs(train):
    runs = [train(2, EpochSeconds()) for _ in range(2)]
    means = last_epoch(runs, "loss")
    assert means[0] == pytest.approx(np.mean([run.history["loss"][1] for run in runs]))
    assert means[1] == pytest.approx(np.mean([run.history["val_loss"][1] for run in runs]))
