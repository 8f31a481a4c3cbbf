"""Write the first filters of the miniature's teacher into `data/models`.

    python -m tools.sample.first_filters

Lesson 04 draws them beside those of the miniature.
"""

import os

import numpy as np

os.environ["KERAS_BACKEND"] = "torch"  # TensorFlow and PyTorch do not work well in one process

from tools.sample.teacher import Teacher
from vgg16 import VGG_MEAN_BGR
from workbook.atomic import written
from workbook.networks.weights import LITE0_FILTERS

CENTRE, SCALE = 127, 128  # what the teacher subtracts from RGB pixels, and divides them by


def first_filters():
    """Return the teacher's first kernel (3, 3, 3, 28) and biases (28,) for VGG16's pixels, BGR minus the mean.

    Batch norm is folded in. Filters whose answers never vary, 4 of 32, are left out.
    """
    teacher = Teacher().model
    layer, norm = teacher._conv_stem, teacher._bn0
    kernel, alive = layer.weight.detach().numpy(), norm.running_var.numpy() > 1e-6
    scale = (norm.weight / (norm.running_var + norm.eps) ** 0.5).detach().numpy()
    kernel = kernel[:, ::-1].transpose(2, 3, 1, 0) * scale / SCALE  # BGR; outputs last
    bias = norm.bias.detach().numpy() - norm.running_mean.numpy() * scale
    bias = bias + np.einsum("abco,c->o", kernel, np.array(VGG_MEAN_BGR) - CENTRE)
    return kernel[..., alive].astype("float32"), bias[alive].astype("float32")


if __name__ == "__main__":
    kernel, bias = first_filters()
    with written(LITE0_FILTERS) as part:
        np.savez(part, kernel=kernel, bias=bias)
    print(f"{LITE0_FILTERS}: kernel {kernel.shape}")
