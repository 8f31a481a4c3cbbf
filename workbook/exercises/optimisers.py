"""Checks of programs that choose the steps of a training, against the optimizers of Keras."""

import keras
import numpy as np

START, CURVATURES = np.array([1.0, -2.0, 3.0]), np.array([1.0, 10.0, 100.0])


def check_rule(rule, optimizer, steps=10):
    """Print whether `rule(g, memory, rate)` takes the `steps` of `optimizer`, down a valley with three weights.

    The rule returns the step for the gradient `g`, and may keep what it likes in the dictionary `memory`. It is tried
    at the learning rate of the optimizer. A step without numbers or of another shape is told so. Lesson 09.
    """
    weights, memory, rate = START.copy(), {}, float(keras.ops.convert_to_numpy(optimizer.learning_rate))
    variable = keras.Variable(START, dtype="float32")
    for number in range(1, steps + 1):
        step = np.asarray(rule(CURVATURES * weights, memory, rate), dtype="float64")
        if step.shape != weights.shape:
            print(f"step {number} has the shape {step.shape}: return one number for each weight, {weights.shape}")
            return
        weights = weights + step
        gradient = keras.ops.cast(CURVATURES, "float32") * variable
        optimizer.apply([gradient], [variable])
        if not np.allclose(weights, keras.ops.convert_to_numpy(variable), rtol=1e-3, atol=1e-5):
            print(f"step {number}: you are at {_at(weights)}, {type(optimizer).__name__} is at {_at(variable)}")
            return
    print(f"the same {steps} steps as {type(optimizer).__name__}")


def _at(weights):
    return "(" + ", ".join(f"{weight:.4f}" for weight in np.asarray(weights)) + ")"
