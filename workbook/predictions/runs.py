"""What several runs answered for the same photos, as figures that a lesson hands out."""

from typing import NamedTuple

import numpy as np

from workbook.predictions.noise import gain, standard_errors


class Judged(NamedTuple):
    """What `judge_runs` returns: `errors`, 0 or 1, and `losses`, both (runs, photos)."""

    errors: np.ndarray
    losses: np.ndarray

    @property
    def means(self):
        """The loss and the accuracy, over all runs and photos."""
        return self.losses.mean(), 1 - self.errors.mean()


def answers_of(models, pictures):
    """Return what `models` answer for `pictures`, at inference, (models, pictures, classes). Lesson 09."""
    return np.stack([np.asarray(model(pictures, training=False)) for model in models])


def true_losses(answers, classes):
    """Return the loss of each answer, (models, pictures): minus the logarithm of the true class's probability.

    `answers` are probabilities (models, pictures, classes), and `classes` (pictures,) the true class numbers. A
    probability of 0 counts as the smallest normal float32. Lesson 09.
    """
    return -np.log(np.maximum(answers[:, np.arange(len(classes)), classes], np.finfo("float32").tiny))


def with_noise(name, answers, classes):
    """Return the accuracy and the loss of `answers`, each with its standard error over models and pictures.

    The result is {"name: accuracy ±": [mean, standard error], "name: loss ±": ...}; see `true_losses`. Lesson 09.
    """
    judged = _judged(answers, classes)
    both = {"accuracy": 1 - judged.errors, "loss": judged.losses}
    return {f"{name}: {key} ±": [each.mean(), standard_errors(each)[-1]] for key, each in both.items()}


def team_losses(answers, classes, sizes, draws=200):
    """Return the loss of teams of each of `sizes`, drawn from the models, mean (n,) and standard deviation (n,).

    A team answers with the mean of its members' probabilities. For `answers` and `classes` see `true_losses`.
    Lesson 09.
    """
    random, losses = np.random.default_rng(0), []
    for size in sizes:
        teams = [answers[random.permutation(len(answers))[:size]].mean(axis=0) for _ in range(draws)]
        losses.append(true_losses(np.stack(teams), classes).mean(axis=1))
    return np.mean(losses, axis=1), np.std(losses, axis=1)


def judge_runs(runs, classes):
    """Return errors and losses of `runs`, whose `answers` are probabilities (photos, classes), as `Judged`.

    `classes` (photos,) are the true class numbers. A probability of 0 counts as the smallest normal float32. Lesson 06.
    """
    return _judged(np.stack([run.answers for run in runs]), classes)


def _judged(answers, classes):
    return Judged((answers.argmax(axis=2) != classes).astype(float), true_losses(answers, classes))


def scores(name, judged):
    """Return accuracy and loss of each run, {"name: accuracy": (runs,), "name: loss": (runs,)}. Lesson 06."""
    accuracy, loss = 1 - judged.errors.mean(axis=1), judged.losses.mean(axis=1)
    return {f"{name}: accuracy": accuracy, f"{name}: loss": loss}


def by_setting(networks, measure):
    """Return the "loss" or "accuracy" of each run, {name: (settings, runs)}.

    `networks` is {name: one `Judged` for each setting, such as a learning rate}. Lesson 10.
    """
    return {
        name: np.array([scores("run", judged)[f"run: {measure}"] for judged in settings])
        for name, settings in networks.items()
    }


def gains(name, before, after):
    """Return what the runs `after` gained over those `before`, both `Judged`, in accuracy and in loss.

    The result is {"name: accuracy gained ±": [gain, two standard errors], "name: loss saved ±": ...}; see `gain`.
    Lesson 06.
    """
    accuracy, loss = (gain(old, new) for old, new in zip(before, after, strict=True))
    return {f"{name}: accuracy gained ±": _doubled(accuracy), f"{name}: loss saved ±": _doubled(loss)}


def _doubled(gained):
    mean, error = gained
    return [mean, 2 * error]
