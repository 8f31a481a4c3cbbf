"""Print how many photos per second VGG16's convolutions take in PyTorch, in bfloat16."""

import torch
from torch import nn

from tools.bench.timing import seconds

PHOTOS = 32
BLOCKS = ((2, 64), (2, 128), (3, 256), (3, 512), (3, 512))  # not from vgg16.py, which would load TensorFlow as well


def convolutions():
    """Return the layers up to `block5_pool`, with random weights."""
    steps, channels = [], 3
    for count, width in BLOCKS:
        for _ in range(count):
            steps += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU(True)]
            channels = width
        steps.append(nn.MaxPool2d(2))
    return nn.Sequential(*steps)


def main():
    """Run the program."""
    model = convolutions().eval().to(memory_format=torch.channels_last, dtype=torch.bfloat16)
    images = torch.randn(PHOTOS, 3, 224, 224, dtype=torch.bfloat16).to(memory_format=torch.channels_last)
    with torch.inference_mode():
        print(PHOTOS / seconds(lambda: model(images)))


if __name__ == "__main__":
    main()
