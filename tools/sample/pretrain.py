"""Pretrain the miniature VGG16 that is committed in `data/models`.

    python -m tools.sample.pretrain --photos ../shared/photos

The miniature learns the predictions of a teacher (teacher.py) for a few random views of each photo, and the breeds of
drawn pictures (render.py). The pictures become larger from phase to phase. Each step keeps its result in the folder
`--work` and is not repeated; an interrupted phase goes on after its last complete epoch.
"""

import argparse
import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np
import torch
from tqdm import tqdm

os.environ["KERAS_BACKEND"] = "torch"  # TensorFlow and PyTorch do not work well in one process

from tools.sample.student import keras_weights, prepare, student
from tools.sample.views import pretraining_paths, random_box, read_photos, view
from vgg16 import MINIATURE, Vgg16
from workbook.atomic import written
from workbook.networks.weights import SAMPLE_WEIGHTS
from workbook.photos.batches import Batches

SEED = 2026
ROUNDS = 4  # views of each photo that the teacher sees; the first is the whole photo
BATCH = 64
AHEAD = 4  # batches prepared before they are needed
CATS, DOGS = slice(281, 286), slice(151, 269)  # ImageNet's classes of house cats and of dogs


@dataclass(frozen=True)
class Phase:
    """One part of the training, at one picture size."""

    size: int
    epochs: int
    rate: float  # peak learning rate
    drawn: bool  # whether the drawn pictures take part


PHASES = (
    Phase(size=112, epochs=20, rate=2e-3, drawn=False),
    Phase(size=160, epochs=8, rate=1e-3, drawn=True),
    Phase(size=224, epochs=5, rate=5e-4, drawn=True),
)


def teach(photos, work):
    """Store, for each of `ROUNDS`, one box in each photo and the teacher's predictions for it."""
    from tools.sample.teacher import SIZE, Teacher  # loads the teacher's weights

    todo = [k for k in range(ROUNDS) if not (work / f"views-{k}.npz").exists()]
    teacher = Teacher() if todo else None
    for k in todo:
        rng = np.random.default_rng([SEED, k])
        boxes = [(0, 0, *photo.size) if k == 0 else random_box(photo.size, rng) for photo in photos]
        predictions = []
        for i in tqdm(range(0, len(photos), BATCH), desc=f"teacher, round {k + 1} of {ROUNDS}"):
            pairs = zip(photos[i : i + BATCH], boxes[i : i + BATCH], strict=True)
            predictions.append(teacher.predict(np.stack([view(*pair, SIZE) for pair in pairs])))
        with written(work / f"views-{k}.npz") as part:
            np.savez(part, boxes=np.float32(boxes), predictions=np.concatenate(predictions).astype("float16"))


@dataclass(frozen=True)
class Material:
    """The training data: photos with the teacher's predictions, and drawn pictures with their classes."""

    photos: list
    views: list  # one (boxes, predictions) per round
    pictures: list
    labels: list

    def example(self, row, size, rng):
        """Return one random view, uint8 (size, size, 3), and its 1,000 target probabilities."""
        if row < len(self.photos):
            boxes, predictions = self.views[rng.integers(len(self.views))]
            return view(self.photos[row], boxes[row], size), np.float32(predictions[row])
        picture = self.pictures[row - len(self.photos)]
        target = np.full(1000, 0.1 / 1000, "float32")
        target[self.labels[row - len(self.photos)]] += 0.9
        return view(picture, random_box(picture.size, rng, smallest=0.5), size), target

    def count(self, phase):
        """Return how many examples take part in `phase`."""
        return len(self.photos) + phase.drawn * len(self.pictures)

    def batches(self, phase, epoch):
        """Yield the batches (images, targets) of an epoch as tensors; threads prepare the next ones."""
        order = np.random.default_rng([SEED, phase.size, epoch]).permutation(self.count(phase))
        starts = range(0, len(order) - BATCH + 1, BATCH)

        def make(start):
            rng = np.random.default_rng([SEED, phase.size, epoch, start])
            pairs = [self.example(row, phase.size, rng) for row in order[start : start + BATCH]]
            images, targets = (np.stack(column) for column in zip(*pairs, strict=True))
            return prepare(jitter(images, rng)), torch.from_numpy(targets)

        with ThreadPoolExecutor(2) as pool:
            waiting = [pool.submit(make, start) for start in starts[:AHEAD]]
            for start in [*starts[AHEAD:], *[None] * min(AHEAD, len(starts))]:
                yield waiting.pop(0).result()
                if start is not None:
                    waiting.append(pool.submit(make, start))


def jitter(images, rng):
    """Return float32 pixels with random changes of brightness, contrast and colour; half of the images are mirrored."""
    count = len(images)
    gain = rng.uniform(0.75, 1.25, (count, 1, 1, 1)) * rng.uniform(0.92, 1.08, (count, 1, 1, 3))
    shift = rng.uniform(-20, 20, (count, 1, 1, 1))
    changed = np.clip((images - 128.0) * gain + 128 + shift, 0, 255).astype("float32")
    mirrored = rng.random(count) < 0.5
    changed[mirrored] = changed[mirrored, :, ::-1]
    return changed


def train(phase, model, material, held_out, work):
    """Train `model` for one phase, unless that was done before; print loss and accuracy after each epoch."""
    steps = phase.epochs * (material.count(phase) // BATCH)
    optimizer = torch.optim.AdamW(model.parameters(), lr=phase.rate, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, phase.rate, total_steps=steps, pct_start=0.1)
    checkpoint = work / f"size{phase.size}.pt"
    parts = {"model": model, "optimizer": optimizer, "schedule": schedule}
    for epoch in range(_resume(checkpoint, parts), phase.epochs):
        started = time.time()
        loss = train_epoch(model, material.batches(phase, epoch), optimizer, schedule)
        _save(checkpoint, parts, epoch + 1)
        accuracy = cats_and_dogs(model, held_out, phase.size)
        seconds = time.time() - started
        print(f"{phase.size} px, epoch {epoch + 1}: loss {loss:.3f}, {accuracy}, {seconds:.0f} s", flush=True)


def train_epoch(model, batches, optimizer, schedule):
    """Train on `batches` once, in bfloat16, and return the mean loss."""
    losses = []
    model.train()
    for images, targets in batches:
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(images)
        loss = torch.nn.functional.cross_entropy(logits.float(), targets)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
    return np.mean(losses)


def _save(path, parts, epoch):
    with written(path) as part:
        torch.save({"epoch": epoch} | {name: item.state_dict() for name, item in parts.items()}, part)


def _resume(path, parts):
    """Load the checkpoint at `path`, if there is one, into `parts`, and return how many epochs are done."""
    if not path.exists():
        return 0
    stored = torch.load(path)
    for name, item in parts.items():
        item.load_state_dict(stored[name])
    return stored["epoch"]


def cats_and_dogs(model, folder, size):
    """Return a text with the accuracy on `folder`; the more probable of all cat and all dog classes counts."""
    batches = Batches(folder, size=(size, size), batch_size=BATCH)
    model.eval()
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        outputs = [model(prepare(batches[i][0])).float().softmax(1) for i in range(len(batches))]
    probabilities = torch.cat(outputs).numpy()
    dogs = probabilities[:, DOGS].sum(axis=1) > probabilities[:, CATS].sum(axis=1)
    correct = dogs == (batches.classes == batches.class_indices["dogs"])
    return f"accuracy on cats and dogs {correct.mean():.3f}"


def publish(model, path):
    """Write the student's weights as those of the miniature, float16, in the layout of Keras' published files."""
    model.eval()
    network = Vgg16(weights=None, widths=MINIATURE).model
    network.set_weights(keras_weights(model))
    probe = np.random.default_rng(SEED).integers(0, 256, (4, 224, 224, 3)).astype("float32")
    with torch.inference_mode():
        expected = model(prepare(probe)).softmax(1).numpy()
    np.testing.assert_allclose(network.predict(probe, verbose=0), expected, atol=1e-4)
    with written(path) as part, h5py.File(part, "w") as file:
        file.attrs["layer_names"] = [layer.name for layer in network.layers]
        for layer in network.layers:
            group = file.create_group(layer.name)
            names = [f"{layer.name}/{weight.name}" for weight in layer.weights]
            group.attrs["weight_names"] = names
            for name, values in zip(names, layer.get_weights(), strict=True):
                group.create_dataset(name, data=values.astype("float16"), compression="gzip", shuffle=True)


def main():
    """Run the program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--photos", type=Path, required=True, help="folder of photos, with dogscats/valid for the accuracy"
    )
    parser.add_argument("--drawn", type=Path, default=Path("out/pretrain/drawn"), help="pictures that render.py drew")
    parser.add_argument("--work", type=Path, default=Path("out/pretrain"), help="folder for intermediate results")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    photos = read_photos(pretraining_paths(args.photos))
    teach(photos, args.work)
    rounds = [np.load(args.work / f"views-{k}.npz") for k in range(ROUNDS)]
    views = [(stored["boxes"], stored["predictions"]) for stored in rounds]
    drawn = sorted(args.drawn.rglob("*.jpg"))
    material = Material(photos, views, read_photos(drawn), [int(path.parent.name) for path in drawn])
    model = student()
    for phase in PHASES:
        train(phase, model, material, args.photos / "dogscats" / "valid", args.work)
    publish(model, SAMPLE_WEIGHTS)


if __name__ == "__main__":
    main()
