import csv
import io

import numpy as np
import pytest
from PIL import Image

from locations import SAMPLE
from tools.sample.drawing import tables
from tools.sample.drawing.animals import ball
from tools.sample.drawing.marching import animal_mask, draw
from tools.sample.drawing.scenes import Camera, make_scene, mask
from tools.sample.render import canvas, jpeg, sample_orders, write_boxes

COLOURS = ("main", "second", "third", "iris", "nose", "collar")
SIZE = (60, 40)  # width and height: small, so quick


def test_the_same_seed_draws_the_same_bytes():
    order = min(sample_orders(), key=lambda order: (SAMPLE / order.file).stat().st_size)
    drawn = jpeg(order)
    assert jpeg(order) == drawn
    committed = np.asarray(Image.open(SAMPLE / order.file), float)
    now = np.asarray(Image.open(io.BytesIO(drawn)), float)
    assert np.abs(now - committed).mean() < 1  # other processors and JPEG libraries may round otherwise


def test_the_sample_has_all_its_pictures():
    orders = sample_orders()
    assert len({order.file for order in orders}) == len(orders) == 184
    assert all((SAMPLE / order.file).is_file() for order in orders)
    assert len({order.seed for order in orders}) == len(orders)


@pytest.mark.parametrize("fault", ["", "hidden", "tiny", "cut"])
def test_the_mask_holds_what_other_colours_of_the_animal_change(fault):
    order = next(order for order in sample_orders() if order.fault == fault)
    scene, animal = make_scene(*canvas(order, SIZE)), mask(*canvas(order, SIZE))
    repainted = scene.animal.copy()
    for name in COLOURS:
        repainted[name] = 1 - repainted[name]
    pictures = [
        draw(scene.shapes, scene.ball, scene.light, colours, scene.place, scene.camera.table, *SIZE[::-1])
        for colours in (scene.animal, repainted)
    ]
    changed = np.any(pictures[0] != pictures[1], axis=-1)
    assert not (changed & ~animal).any()
    assert changed[animal].mean() > 0.9  # the rest: pupils, a tongue, the inside of the ears


def test_an_object_in_front_is_cut_out_of_the_mask_and_one_behind_is_not():
    camera = Camera.looking(np.array([0, 1.0, 0]), azimuth=0, elevation=0.0, radius=1.5).table
    seen = [ball((0, 1.0, 0), 0.5, tables.BODY)]
    for x, z in ((0.5, 1.0), (-0.5, -1.0)):
        shapes = np.array([*seen, ball((x, 1.0, z), 0.5, tables.CLUTTER)], tables.SHAPE)
        animal = animal_mask(shapes, np.array([0, 1.0, 0, 5.0]), camera, 60, 60)
        left, right = animal[:, :30].sum(), animal[:, 30:].sum()
        assert animal[30, 20]
        assert right < 0.2 * left if z > 0 else right == left


def test_an_animal_drawn_again_has_its_committed_box(tmp_path):
    orders = sorted(sample_orders(), key=lambda order: (SAMPLE / order.file).stat().st_size)
    write_boxes([orders[3], orders[0]], tmp_path / "boxes.csv")
    with (SAMPLE / "boxes.csv").open(newline="") as committed, (tmp_path / "boxes.csv").open(newline="") as now:
        header, *rows = csv.reader(now)
        stored = {name: box for name, *box in csv.reader(committed)}
    assert header == ["file", *stored["file"]]
    assert [name for name, *_ in rows] == sorted([orders[0].file, orders[3].file])
    for name, *box in rows:
        np.testing.assert_allclose(np.int64(box), np.int64(stored[name]), atol=1)  # processors may round otherwise
