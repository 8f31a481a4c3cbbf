"""The front door: what the lessons import."""

from vgg16 import Vgg16, VggPreprocess, conv_blocks, dense_layers, vgg_ft
from vgg16bn import Vgg16BN, vgg_ft_bn
from workbook.checks import check_data, check_disk, check_packages, check_python, check_storage, check_weights
from workbook.downloads.transfer import fetch
from workbook.exercises.convolutions import check_find, check_pool
from workbook.exercises.heatmaps import check_keep, check_overlap
from workbook.exercises.optimisers import check_rule
from workbook.explorables.page import kernel_editor, unit_explorer, vote_explorer
from workbook.features.arrays import ArrayBatches, load_array, open_array, save_array
from workbook.features.extraction import extract
from workbook.features.formats import compare_formats
from workbook.folders.checkup import check_images
from workbook.folders.files import put_back
from workbook.folders.samples import make_sample
from workbook.folders.splits import make_split
from workbook.heatmaps.boxes import box_of, box_overlap, mirror_boxes, points_inside, read_boxes
from workbook.heatmaps.maps import (
    by_squares,
    choose_by_halves,
    contrast,
    overlaps,
    rank_correlations,
)
from workbook.heatmaps.networks import any_size, as_convolutions, forward, of_class, pixel_gradients, random_copy
from workbook.heatmaps.patches import receptive_field, strongest_patches
from workbook.heatmaps.photos import cover, middles, pair_up, spread
from workbook.networks.batchnorm import activation_statistics, identity_batch_norm, insert_batch_norm, louder
from workbook.networks.layer_table import (
    by_block,
    layer_table,
    shares_from,
    table_as_text,
    table_total,
    tables_side_by_side,
    training_memory,
)
from workbook.networks.rates import best_walk, try_rates, walk, warm_cosine
from workbook.networks.resuming import resumable
from workbook.networks.surgery import (
    copy_model,
    copy_weights,
    count_weights,
    insert_layer,
    model_up_to,
    relative_change,
    split_at,
    train_from,
    weights_by_layer,
    with_outputs,
)
from workbook.networks.training import (
    gradient_norms,
    middle_gradients,
    part_after,
    repeat_training,
    shuffled_rows,
    train_copy,
    train_steps,
)
from workbook.networks.training_log import EpochLines, EpochSeconds, last_epoch, seconds_per_photo
from workbook.networks.weights import lite0_first_filters
from workbook.photos.augmentation import augmentation, vary
from workbook.photos.batches import Batches, get_batches, get_classes, get_data, onehot, require_same_classes
from workbook.photos.small import as_rgb, load_small
from workbook.plots.comparison import (
    plot_clips,
    plot_errors,
    plot_gains,
    plot_grid,
    plot_growth,
    plot_ladder,
    plot_learning_rates,
    plot_measured,
)
from workbook.plots.convolutions import plot_arithmetic, plot_arrays, plot_reach
from workbook.plots.curves import plot_curves, plot_finder, plot_gaps, plot_history, plot_losses, plot_phases, plot_runs
from workbook.plots.figures import readable, show
from workbook.plots.folders import plot_folder
from workbook.plots.functions import (
    animate_descent,
    plot_bars,
    plot_batch_norm,
    plot_bowl,
    plot_functions,
    plot_line,
    plot_log_loss,
    plot_stretch,
)
from workbook.plots.heatmaps import plot_boxes, plot_heatmaps, plot_patches
from workbook.plots.layers import (
    plot_by_layer,
    plot_dropped,
    plot_feature_maps,
    plot_filter_rows,
    plot_filters,
    plot_memory,
    plot_shares,
    plot_shares_from,
    plot_spread,
)
from workbook.plots.photos import photo_captions, plot_preprocessed, plot_strips, plot_sweep, plot_top, plots
from workbook.plots.predictions import (
    plot_at_threshold,
    plot_confusion_matrix,
    plot_pulls,
    plot_reliability,
    plot_true_probabilities,
)
from workbook.predictions.classifier import load_classifier, save_classifier
from workbook.predictions.examples import five_kinds, most_confident, most_uncertain, predict_at, random_examples
from workbook.predictions.journal import write_journal
from workbook.predictions.noise import by_photo, gain, mcnemar, standard_errors, with_error
from workbook.predictions.probabilities import do_clip, error_interval, soften
from workbook.predictions.runs import (
    answers_of,
    by_setting,
    gains,
    judge_runs,
    scores,
    team_losses,
    true_losses,
    with_noise,
)
from workbook.predictions.submission import check_submission, ids_from, submission_columns, write_submission
from workbook.predictions.views import predict_views
from workbook.records import three_columns
from workbook.widgets import interact
