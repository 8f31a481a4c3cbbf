"""The precision that a network computes in: float32, or bfloat16, which some processors and GPUs compute faster."""

import os
from pathlib import Path

import keras

PRECISIONS = ("auto", "float32", "bfloat16")
VARIABLE = "WORKBOOK_PRECISION"  # the environment variable that chooses for all lessons


def choose_precision(precision=None):
    """Return "float32" or "bfloat16": the given `precision` or, for "auto", the faster one on this machine.

    None takes the environment variable WORKBOOK_PRECISION, or "float32" where that is not set.
    """
    name = "precision"
    if precision is None:
        name, precision = f"The environment variable {VARIABLE}", os.environ.get(VARIABLE) or "float32"
    if precision not in PRECISIONS:
        raise ValueError(f"{name}={precision!r} is not known: use one of {', '.join(PRECISIONS)}.")
    if precision != "auto":
        return precision
    return "bfloat16" if has_bfloat16() else "float32"


def has_bfloat16():
    """Return whether this machine's GPU, or its processor with AMX or AVX512, has instructions for bfloat16."""
    import tensorflow as tf

    gpus = tf.config.list_physical_devices("GPU")
    if gpus:
        details = tf.config.experimental.get_device_details(gpus[0])
        return details.get("compute_capability", (0, 0)) >= (8, 0)
    processor = Path("/proc/cpuinfo")
    able = processor.exists() and {"amx_bf16", "avx512_bf16"} & set(processor.read_text().split())
    return bool(able) and os.environ.get("TF_ENABLE_ONEDNN_OPTS", "1") != "0"  # oneDNN has the code for it


def in_precision(model, precision):
    """Return `model` for "float32", and for "bfloat16" a copy that computes in bfloat16 with the same float32 weights.

    Preprocessing stays in float32: pixels minus their mean have more digits than bfloat16 can represent.
    """
    if precision == "float32":
        return model

    def convert(layer):
        config = layer.get_config()
        if layer.weights:
            config["dtype"] = "mixed_bfloat16"
        return type(layer).from_config(config)

    copy = keras.models.clone_model(model, clone_function=convert)
    copy.set_weights(model.get_weights())
    return copy
