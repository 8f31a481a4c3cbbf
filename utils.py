"""The front door: what the lessons import."""

from vgg16 import Vgg16, VggPreprocess, conv_blocks, dense_layers, vgg_ft
from vgg16bn import Vgg16BN, vgg_ft_bn
from workbook.arrays import ArrayBatches, load_array, open_array, save_array
from workbook.batchnorm import activation_statistics, identity_batch_norm, insert_batch_norm
from workbook.checks import check_data, check_packages, check_python, check_storage, check_weights
from workbook.images import Batches, get_batches, get_classes, get_data, onehot
from workbook.plots.figures import readable, show
from workbook.plots.lines import animate_descent, plot_bars, plot_bowl, plot_functions, plot_line, plot_losses
from workbook.plots.photos import plot_top, plots
from workbook.plots.results import plot_confusion_matrix, plot_history
from workbook.resuming import resumable
from workbook.samples import make_sample
from workbook.surgery import (
    copy_of_weights,
    copy_weights,
    count_weights,
    insert_layer,
    moved,
    split_at,
    train_from,
    watch,
)

__all__ = [
    "ArrayBatches",
    "Batches",
    "Vgg16",
    "Vgg16BN",
    "VggPreprocess",
    "activation_statistics",
    "animate_descent",
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
    "identity_batch_norm",
    "insert_batch_norm",
    "insert_layer",
    "load_array",
    "make_sample",
    "moved",
    "onehot",
    "open_array",
    "plot_bars",
    "plot_bowl",
    "plot_confusion_matrix",
    "plot_functions",
    "plot_history",
    "plot_line",
    "plot_losses",
    "plot_top",
    "plots",
    "readable",
    "resumable",
    "save_array",
    "show",
    "split_at",
    "train_from",
    "vgg_ft",
    "vgg_ft_bn",
    "watch",
]
