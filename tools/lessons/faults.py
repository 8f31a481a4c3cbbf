"""Plant one fault at a time in a copy of the course, and see which cells of the lessons turn red.

    python -m tools.lessons.faults                         # every fault
    python -m tools.lessons.faults "learning rate 0" ...   # these

A fault is a line of code that is changed as a bug would change it. The lessons that it concerns are then compared with
their outputs, as in `make test`. If all cells stay green, nobody would have noticed: the program ends with 1.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parents[2]
FOLDERS = ("workbook", "tools", "tests", "notebooks")
FILES = ("conftest.py", "pyproject.toml", "utils.py", "vgg16.py", "vgg16bn.py")


@dataclass(frozen=True)
class Fault:
    """A fault: its name, the number of the lesson that must notice, the file, and the text that replaces another."""

    name: str
    lesson: str
    file: str
    text: str
    replacement: str


BATCHES, SURGERY = "workbook/photos/batches.py", "workbook/networks/surgery.py"
BATCH_NORM, PROBABILITIES = "workbook/networks/batchnorm.py", "workbook/predictions/probabilities.py"
RESUMING = "workbook/networks/resuming.py"
STATE = "keras.callbacks.BackupAndRestore(folder, save_freq=every, double_checkpoint=True)"
LABELS, WRONG_LABELS = "self.classes[rows],", "np.random.default_rng(0).permutation(self.classes[rows]),"
ALWAYS = "layers.Lambda(lambda y: keras.random.dropout(y, dropout),"  # Keras overrules `Dropout(...)(x, training=True)`
SHUFFLED = "np.random.default_rng(0).permutation(self.samples)["
UPHILL = "path.append(path[-1] + rate * gradient(path[-1], x, y))"
CLASSES, SIDES = "np.asarray(classes)[", "np.maximum(boxes[..., 2:] - boxes[..., :2], 0).p"
FAULTS = (
    Fault("labels shuffled", "01", BATCHES, LABELS, WRONG_LABELS),
    Fault("learning rate 0", "01", "vgg16.py", "Adam(learning_rate)", "Adam(0.0)"),
    Fault("uphill", "03", "notebooks/03_*.ipynb", "path.append(path[-1] - rate * gradient(path[-1], x, y))", UPHILL),
    Fault("BGR flip lost", "02", "vgg16.py", "keras.ops.flip(images, axis=-1) -", "images -"),
    Fault("rows of a kernel taken for columns", "04", "notebooks/04_*.ipynb", "((3, 4, 2), (0", "((4, 3, 2), (0"),
    Fault("mean not subtracted", "05", "vgg16.py", "axis=-1) - keras", "axis=-1) - 0 * keras"),
    Fault(
        "last layer not replaced",
        "01",
        "vgg16.py",
        "_head(num_classes)(body.output)",
        "self.model.output[:, :num_classes]",
    ),
    Fault("weights random", "01", "vgg16.py", "load_weights(network, file)", "pass"),
    Fault("validation photos used for training", "01", "vgg16.py", "model.fit(batches, v", "model.fit(val_batches, v"),
    Fault("dropout always on", "01", "vgg16.py", "layers.Dropout(dropout,", ALWAYS),
    Fault("features of shuffled photos", "05", BATCHES, "np.arange(self.samples)[", SHUFFLED),
    Fault("test photos shuffled", "01", "vgg16.py", "path, shuffle=False, b", "path, shuffle=True, b"),
    Fault(
        "statistics from the wrong split",
        "10",
        "notebooks/10_*.ipynb",
        "], batches=features)",
        "], batches=val_features)",
    ),
    Fault("statistics in the wrong order", "10", BATCH_NORM, "mean, mean, variance]", "mean, variance, mean]"),
    Fault("epsilon left out", "10", BATCH_NORM, "np.sqrt(variance + epsilon)", "np.sqrt(variance)"),
    Fault("frozen layers train", "06", SURGERY, "layer.trainable = number >= first", "layer.trainable = True"),
    Fault("test photos used to choose", "07", "notebooks/07_*.ipynb", "== 2 else halves", "== 2 else (rows, rows)"),
    Fault("photos not varied", "08", "workbook/photos/augmentation.py", "if strength else", "if not strength else"),
    Fault("members all alike", "09", "notebooks/09_*.ipynb", "for seed in range(count)]", "for seed in [0] * count]"),
    Fault("map of another class", "12", "workbook/heatmaps/networks.py", CLASSES, f"0 * {CLASSES}"),
    Fault("overlap of boxes apart", "12", "workbook/heatmaps/boxes.py", SIDES, "(boxes[..., 2:] - boxes[..., :2]).p"),
    Fault("groups divided", "11", "workbook/folders/splits.py", "groups if by else None", "None"),
    Fault("clip not applied", "13", PROBABILITIES, "np.clip(probabilities, (1", "np.clip(probabilities, 0 * (1"),
    Fault("last weights kept, not the best", "14", "notebooks/14_*.ipynb", "weights=True)", "weights=False)"),
    Fault("training begun anew, not resumed", "15", RESUMING, STATE, "keras.callbacks.Callback()"),
)


def plant(fault, copy):
    """Change the file of `fault` in the folder `copy`; raise ValueError unless its text is there exactly once."""
    (file,) = copy.glob(fault.file)
    text = file.read_text(encoding="utf-8")
    if text.count(fault.text) != 1:
        raise ValueError(f"{fault.file} holds {fault.text!r} {text.count(fault.text)} times: mend the fault's text.")
    file.write_text(text.replace(fault.text, fault.replacement), encoding="utf-8")


def copy_code(folder):
    """Copy the course into `folder`, without its data, which the copy shares."""
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name)
    for name in FILES:
        shutil.copy2(ROOT / name, folder / name)
    (folder / "data").symlink_to(ROOT / "data")


def red_cells(lesson, copy):
    """Compare lesson number `lesson` of the course in `copy` with its outputs; return the names of the red cells."""
    (notebook,) = copy.glob(f"notebooks/{lesson}_*.ipynb")
    report = copy / "report.xml"
    command = [sys.executable, "-m", "pytest", "--quiet", "--tb=no", f"--junit-xml={report}", str(notebook)]
    subprocess.run(
        command, cwd=copy, env=os.environ | {"PYTHONPATH": str(copy)}, stdout=subprocess.DEVNULL, check=False
    )
    cases = ElementTree.parse(report).iter("testcase")
    return [case.get("name") for case in cases if case.find("failure") is not None or case.find("error") is not None]


def try_fault(fault):
    """Return the names of the cells that turn red with `fault`."""
    with tempfile.TemporaryDirectory() as folder:
        copy_code(Path(folder))
        plant(fault, Path(folder))
        return red_cells(fault.lesson, Path(folder))


def main(names=None):
    """Try the faults with these `names`, or all, and print what each turns red.

    Returns 1 if one is not noticed, and 2 if a name is not known.
    """
    known = {fault.name: fault for fault in FAULTS}
    if unknown := set(names or ()) - set(known):
        print(f"There is no fault {unknown.pop()!r}: choose from {', '.join(known)}.", file=sys.stderr)
        return 2
    unnoticed = 0
    for fault in (known[name] for name in names or known):
        red = try_fault(fault)
        unnoticed += not red
        print(f"{fault.name:36} lesson {fault.lesson}: {', '.join(red) or 'NOT NOTICED'}", flush=True)
    return int(unnoticed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
