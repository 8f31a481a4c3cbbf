"""VGG16 with batch normalisation after each hidden dense layer."""

import keras

from vgg16 import Vgg16
from workbook.networks.batchnorm import insert_batch_norm
from workbook.networks.surgery import insert_layer

PLACES = {"fc1": "bn1", "fc2": "bn2"}  # {layer: name of the new layer after it}


class Vgg16BN(Vgg16):
    """VGG16 with Dense, BatchNormalization, Dropout where VGG16 has Dense, Dropout.

    `Vgg16BN.from_vgg16` makes one from a trained `Vgg16`. `Vgg16BN(weights)` loads weights that were saved from a
    `Vgg16BN`; with None, the weights are random. Lesson 10.
    """

    def __init__(self, weights=None, **options):
        if weights in ("imagenet", "sample"):
            raise ValueError(
                f"The weights {weights!r} have no batch normalisation: make Vgg16({weights!r}) and give it to "
                "Vgg16BN.from_vgg16, with photos."
            )
        super().__init__(weights, **options)

    @classmethod
    def from_vgg16(cls, vgg, batches):
        """Return a copy of `vgg` with batch normalisation, fitted to the training photos of `batches`.

        It predicts the same as `vgg` until it is trained. The photos pass through the network once, batch by batch.
        """
        model = insert_batch_norm(vgg.model, PLACES, batches)
        return cls(model=model, classes=vgg.classes, resize=vgg.resize)

    def _network(self, widths, include_top, size):
        model = super()._network(widths, include_top, size)
        for after, name in PLACES.items():
            model = insert_layer(model, keras.layers.BatchNormalization(name=name), after=after)
        return model


def vgg_ft_bn(num_classes, batches, weights="imagenet"):
    """Return the model of `vgg_ft` with batch normalisation, fitted to the training photos of `batches`. Lesson 10."""
    vgg = Vgg16BN.from_vgg16(Vgg16(weights), batches)
    vgg.ft(num_classes)
    return vgg.model
