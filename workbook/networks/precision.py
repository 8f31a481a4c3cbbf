"""Which arithmetic a network computes in: float32, or bfloat16 where the processor or GPU is fast at it."""

import os
from pathlib import Path

import keras

PRECISIONS = ("auto", "float32", "bfloat16")


def choose_precision(precision):
    """Return "float32" or "bfloat16": the one that is asked for or, for "auto", the faster one on this machine."""
    if precision not in PRECISIONS:
        raise ValueError(f"precision={precision!r} is not known: use one of {', '.join(PRECISIONS)}.")
    if precision != "auto":
        return precision
    return "bfloat16" if has_bfloat16() else "float32"


def has_bfloat16():
    """Return whether this machine multiplies in bfloat16 by itself: its GPU, or its processor's AMX or AVX512."""
    import tensorflow as tf

    gpus = tf.config.list_physical_devices("GPU")
    if gpus:
        details = tf.config.experimental.get_device_details(gpus[0])
        return details.get("compute_capability", (0, 0)) >= (8, 0)
    processor = Path("/proc/cpuinfo")
    able = processor.exists() and {"amx_bf16", "avx512_bf16"} & set(processor.read_text().split())
    return bool(able) and os.environ.get("TF_ENABLE_ONEDNN_OPTS", "1") != "0"  # which has the code for it


def in_precision(model, precision):
    """Return `model`, or for "bfloat16" a copy of it that computes in bfloat16 and has the same float32 weights.

    Preprocessing stays float32: pixels minus their mean have more digits than bfloat16 holds.
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
