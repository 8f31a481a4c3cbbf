"""Print how many photos per second VGG16's convolutions take in OpenVINO, in bfloat16."""

import tempfile

import keras
import numpy as np
import openvino

from tools.bench.timing import seconds

SHAPE = (32, 224, 224, 3)


def main():
    """Run the program."""
    network = keras.applications.VGG16(weights=None, include_top=False, input_shape=SHAPE[1:])
    with tempfile.TemporaryDirectory() as folder:
        network.export(folder, verbose=False)
        model = openvino.convert_model(folder, input=list(SHAPE))
        forward = openvino.compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "bf16"})
    images = np.random.default_rng(0).normal(size=SHAPE).astype("float32")
    print(SHAPE[0] / seconds(lambda: forward(images)))


if __name__ == "__main__":
    main()
