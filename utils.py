"""The front door: what the lessons import."""

from vgg16 import Vgg16, VggPreprocess, conv_blocks, dense_layers
from workbook.arrays import ArrayBatches, load_array, open_array, save_array
from workbook.checks import check_data, check_packages, check_python, check_storage, check_weights
from workbook.images import Batches, get_batches, get_classes, get_data, onehot
from workbook.plots.figures import readable, show
from workbook.plots.photos import plot_top, plots
from workbook.plots.results import plot_confusion_matrix, plot_history
from workbook.resuming import resumable
from workbook.samples import make_sample
from workbook.surgery import copy_of_weights, copy_weights, count_weights, insert_layer, moved, split_at, train_from

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
    "copy_of_weights",
    "copy_weights",
    "count_weights",
    "conv_blocks",
    "dense_layers",
    "get_batches",
    "get_classes",
    "get_data",
    "insert_layer",
    "load_array",
    "make_sample",
    "moved",
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
    "split_at",
    "train_from",
]
