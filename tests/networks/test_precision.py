import keras
import pytest

from workbook.networks.precision import choose_precision, has_bfloat16, in_precision

FASTER = "bfloat16" if has_bfloat16() else "float32"


@pytest.fixture(autouse=True)
def _no_choice_for_all(monkeypatch):
    monkeypatch.delenv("WORKBOOK_PRECISION", raising=False)


@pytest.mark.parametrize(
    ("precision", "variable", "chosen"),
    [
        ("float32", "bfloat16", "float32"),
        ("bfloat16", "float32", "bfloat16"),
        ("auto", "bfloat16", FASTER),
        (None, "bfloat16", "bfloat16"),
        (None, "float32", "float32"),
        (None, "auto", FASTER),
        (None, "", "float32"),
    ],
)
def test_the_environment_chooses_where_the_call_does_not(monkeypatch, precision, variable, chosen):
    monkeypatch.setenv("WORKBOOK_PRECISION", variable)
    assert choose_precision(precision) == chosen


def test_without_any_choice_results_do_not_depend_on_the_machine(monkeypatch):
    monkeypatch.setattr("workbook.networks.precision.has_bfloat16", lambda: True)
    assert choose_precision() == "float32"
    assert choose_precision("auto") == "bfloat16"


def test_a_wrong_word_is_refused_with_its_place(monkeypatch):
    with pytest.raises(ValueError, match=r"^precision='half' is not known: use one of auto, float32, bfloat16\.$"):
        choose_precision("half")
    monkeypatch.setenv("WORKBOOK_PRECISION", "fast")
    with pytest.raises(ValueError, match="^The environment variable WORKBOOK_PRECISION='fast' is not known: use one"):
        choose_precision()


def test_a_copy_in_bfloat16_has_the_same_weights_in_float32():
    inputs = keras.Input((16, 16, 3))
    model = keras.Model(inputs, keras.layers.Conv2D(4, 3, name="conv")(keras.layers.Rescaling(2.0)(inputs)))
    assert in_precision(model, "float32") is model
    copy = in_precision(model, "bfloat16")
    assert [layer.compute_dtype for layer in copy.layers[1:]] == ["float32", "bfloat16"]
    assert copy.get_layer("conv").kernel.dtype == "float32"
    assert (copy.get_layer("conv").kernel.numpy() == model.get_layer("conv").kernel.numpy()).all()
