"""The miniature during training: VGG16's layers with batch norm, in PyTorch, and the way back to Keras.

From random weights, sixteen plain layers learn slowly; with batch norm they learn in a few epochs. After training, a
batch norm only scales and shifts the output of the layer before it, so it is folded into that layer's weights.
"""

import torch
from torch import nn

from vgg16 import CONVOLUTIONS, MINIATURE, VGG_MEAN_BGR

LAST_MAP = 7  # height and width of block5_pool at 224 pixels; the maps of smaller pictures are stretched to it
CLASSES = 1000


def student(dropout=0.2):
    """Return the miniature with batch norm; it takes photos from `prepare`, (n, 3, size, size), and returns logits."""
    steps, channels = [], 3
    for count, width in zip(CONVOLUTIONS, MINIATURE.blocks, strict=True):
        for _ in range(count):
            steps += [nn.Conv2d(channels, width, 3, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU(True)]
            channels = width
        steps.append(nn.MaxPool2d(2))
    steps += [nn.AdaptiveAvgPool2d(LAST_MAP), nn.Flatten()]
    units = channels * LAST_MAP**2
    for _ in range(2):
        steps += [nn.Linear(units, MINIATURE.dense, bias=False), nn.BatchNorm1d(MINIATURE.dense), nn.ReLU(True)]
        steps.append(nn.Dropout(dropout))
        units = MINIATURE.dense
    steps.append(nn.Linear(units, CLASSES))
    return nn.Sequential(*steps).to(memory_format=torch.channels_last)


def prepare(images):
    """Return RGB pixels (n, size, size, 3) in the form the student takes: BGR, minus the mean, channels first."""
    pixels = torch.as_tensor(images, dtype=torch.float32).flip(-1) - torch.tensor(VGG_MEAN_BGR)
    return pixels.permute(0, 3, 1, 2)


def keras_weights(model):
    """Return the trained student's weights, with batch norm folded in, in the order of Keras' `get_weights`."""
    layers = [layer for layer in model if isinstance(layer, nn.Conv2d | nn.Linear)]
    norms = [layer for layer in model if isinstance(layer, nn.BatchNorm1d | nn.BatchNorm2d)]
    weights = []
    for layer, norm in zip(layers[:-1], norms, strict=True):
        scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
        kernel = layer.weight * scale.reshape(-1, *[1] * (layer.weight.ndim - 1))
        weights += [_keras_kernel(kernel), norm.bias - norm.running_mean * scale]
    weights += [_keras_kernel(layers[-1].weight), layers[-1].bias]
    return [weight.detach().numpy() for weight in weights]


def _keras_kernel(kernel):
    """Return a kernel with outputs last; the rows of `fc1` are in the order in which Keras flattens."""
    if kernel.ndim == 4:
        return kernel.permute(2, 3, 1, 0)
    channels = MINIATURE.blocks[-1]
    if kernel.shape[1] == channels * LAST_MAP**2:
        kernel = kernel.reshape(-1, channels, LAST_MAP, LAST_MAP).permute(0, 2, 3, 1).flatten(1)
    return kernel.T
