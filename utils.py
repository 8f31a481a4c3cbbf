"""The front door: what the lessons import."""

from vgg16 import Vgg16, VggPreprocess, conv_blocks, dense_layers, vgg_ft
from vgg16bn import Vgg16BN, vgg_ft_bn
from workbook.arrays import ArrayBatches, load_array, open_array, save_array
from workbook.augmentation import augmentation
from workbook.batchnorm import activation_statistics, identity_batch_norm, insert_batch_norm
from workbook.checks import check_data, check_packages, check_python, check_storage, check_weights
from workbook.downloads import fetch
from workbook.examples import at_random, most_confident, most_uncertain, predict_at
from workbook.features import extract
from workbook.folders.checkup import check_images
from workbook.folders.files import put_back
from workbook.folders.samples import make_sample
from workbook.folders.splits import make_split
from workbook.images import Batches, get_batches, get_classes, get_data, onehot
from workbook.layer_table import by_block, layer_table, table_as_text, table_total, training_memory
from workbook.plots.batchnorm import plot_batch_norm, plot_learning_rates, plot_spread, plot_stretch
from workbook.plots.comparison import error_interval, plot_curves, plot_errors
from workbook.plots.examples import plot_at_threshold, plot_pulls, plot_strips, plot_true_probabilities
from workbook.plots.figures import readable, show
from workbook.plots.folders import plot_folder
from workbook.plots.layers import plot_feature_maps, plot_filters, plot_memory, plot_preprocessed, plot_shares
from workbook.plots.lines import animate_descent, plot_bars, plot_bowl, plot_functions, plot_line, plot_losses
from workbook.plots.overfitting import plot_dropped, plot_gaps, plot_grid, plot_ladder, plot_sweep
from workbook.plots.photos import plot_top, plots
from workbook.plots.results import plot_confusion_matrix, plot_history, plot_reliability
from workbook.plots.submission import plot_clips, plot_gains, plot_log_loss
from workbook.plots.validation import plot_growth, plot_measured
from workbook.plots.weights import plot_by_layer, plot_phases, plot_runs, plot_shares_from
from workbook.resuming import resumable
from workbook.saved import load_classifier, save_classifier
from workbook.submission import (
    check_submission,
    do_clip,
    ids_from,
    predict_views,
    soften,
    submission_columns,
    write_submission,
)
from workbook.surgery import (
    copy_model,
    copy_of_weights,
    copy_weights,
    count_weights,
    insert_layer,
    moved,
    split_at,
    train_from,
    up_to,
    watch,
)
from workbook.widgets import interact

__all__ = [
    "ArrayBatches",
    "Batches",
    "Vgg16",
    "Vgg16BN",
    "VggPreprocess",
    "activation_statistics",
    "animate_descent",
    "at_random",
    "augmentation",
    "by_block",
    "check_data",
    "check_images",
    "check_packages",
    "check_python",
    "check_storage",
    "check_submission",
    "check_weights",
    "conv_blocks",
    "copy_model",
    "copy_of_weights",
    "copy_weights",
    "count_weights",
    "dense_layers",
    "do_clip",
    "error_interval",
    "extract",
    "fetch",
    "get_batches",
    "get_classes",
    "get_data",
    "identity_batch_norm",
    "ids_from",
    "insert_batch_norm",
    "insert_layer",
    "interact",
    "layer_table",
    "load_array",
    "load_classifier",
    "make_sample",
    "make_split",
    "most_confident",
    "most_uncertain",
    "moved",
    "onehot",
    "open_array",
    "plot_at_threshold",
    "plot_bars",
    "plot_batch_norm",
    "plot_bowl",
    "plot_by_layer",
    "plot_clips",
    "plot_confusion_matrix",
    "plot_curves",
    "plot_dropped",
    "plot_errors",
    "plot_feature_maps",
    "plot_filters",
    "plot_folder",
    "plot_functions",
    "plot_gains",
    "plot_gaps",
    "plot_grid",
    "plot_growth",
    "plot_history",
    "plot_ladder",
    "plot_learning_rates",
    "plot_line",
    "plot_log_loss",
    "plot_losses",
    "plot_measured",
    "plot_memory",
    "plot_phases",
    "plot_preprocessed",
    "plot_pulls",
    "plot_reliability",
    "plot_runs",
    "plot_shares",
    "plot_shares_from",
    "plot_spread",
    "plot_stretch",
    "plot_strips",
    "plot_sweep",
    "plot_top",
    "plot_true_probabilities",
    "plots",
    "predict_at",
    "predict_views",
    "put_back",
    "readable",
    "resumable",
    "save_array",
    "save_classifier",
    "show",
    "soften",
    "split_at",
    "submission_columns",
    "table_as_text",
    "table_total",
    "train_from",
    "up_to",
    "training_memory",
    "vgg_ft",
    "vgg_ft_bn",
    "watch",
    "write_submission",
]
