import io

import numpy as np
from PIL import Image

from locations import SAMPLE
from tools.sample.render import jpeg, sample_orders


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
