"""The front door: what the lessons import."""

from vgg16 import Vgg16, VggPreprocess, conv_blocks, dense_layers
from workbook.arrays import ArrayBatches, load_array, open_array, save_array
from workbook.checks import check_data, check_packages, check_python, check_storage, check_weights
from workbook.images import Batches, get_batches, get_classes, get_data, onehot
from workbook.plots import plot_confusion_matrix, plot_history, plot_top, plots, readable, show
from workbook.resuming import resumable
from workbook.samples import make_sample

__all__ = [
    "ArrayBatches",
    "Batches",
    "Vgg16",
    "VggPreprocess",
    "check_data",
    "check_packages",
    "check_python",
    "check_storage",
    "check_weights",
    "conv_blocks",
    "dense_layers",
    "get_batches",
    "get_classes",
    "get_data",
    "load_array",
    "make_sample",
    "onehot",
    "open_array",
    "plot_confusion_matrix",
    "plot_history",
    "plot_top",
    "plots",
    "readable",
    "resumable",
    "save_array",
    "show",
]
