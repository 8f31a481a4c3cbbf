"""Run the lessons from top to bottom, on the sample or on your own photos, and keep them as pages to read.

For each lesson, OUT/NAME gets the executed notebook and a page that needs no network. NAME is the name of the folder
of photos, or "sample"; OUT/NAME/index.html lists the lessons. If a lesson fails, the others still run. A finished
lesson runs again only if the lesson, the photos, the settings or the code have changed. You can stop this program at
any time: the same command goes on from there.

--precision says which arithmetic the networks compute in: float32 (the default), bfloat16 (much faster on processors
and GPUs that have it), or auto, which takes bfloat16 where it is fast. It reaches the lessons as the environment
variable WORKBOOK_PRECISION, which also gives the default.
"""

import argparse
import os
import shutil
import signal
import sys
from pathlib import Path

from tools.lessons.settings import choose, divided, find_lessons, find_photos, find_precision, find_record, find_weights

ROOT = Path(__file__).parents[2]


def parse(arguments):
    """Return the options of the command line."""
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=form)
    add = parser.add_argument
    add("--data", metavar="FOLDER", help="your photos, one folder per class, divided into train and valid or not")
    add("--lessons", metavar='"01 05"', help="the numbers of the lessons to run (default: all)")
    add("--weights", metavar="NAME", help='"imagenet", "sample" or a file (default: those that each lesson names)')
    precision = os.environ.get("WORKBOOK_PRECISION") or "float32"
    add("--precision", metavar="NAME", default=precision, help="float32, bfloat16 or auto (default: %(default)s)")
    add("--record", metavar="NAME", help="with --data: keep what the lessons measured in data/recorded/NAME.json")
    add("--fresh", action="store_true", help="run everything again, also what is done")
    add("--out", type=Path, default=ROOT / "out", help="where the folder of results goes (default: out)")
    add("--notebooks", type=Path, default=ROOT / "notebooks", help="where the lessons are (default: notebooks)")
    return parser.parse_args(arguments)


def make_runner(options):
    """Return the `Runner` that the command line asks for; raise ValueError for settings that cannot be used."""
    find_record(options.record, options.data)
    lessons, photos = find_lessons(options.notebooks), find_photos(options.data)
    weights, precision = find_weights(options.weights), find_precision(options.precision)
    # nbconvert and papermill take two seconds to load: --help and wrong settings are answered before
    from tools.lessons.runner import Runner

    out = options.out.resolve() / (photos.name if photos else "sample")
    runner = Runner(lessons, out, photos and divided(photos, out / "split"), weights, precision)
    for lesson in lessons:
        runner.row(lesson)  # a notebook that cannot be read is refused now, not in an hour
    return runner


def run_all(runner, lessons, fresh=False):
    """Run those `lessons` that are not done (`fresh`: all), print a line for each, and return {lesson: error}."""
    errors, width = {}, max(len(lesson.stem) for lesson in lessons)
    runner.write_index()
    for lesson in lessons:
        print(f"{lesson.stem:{width}}  ", end="", flush=True)
        if fresh:
            shutil.rmtree(runner.results(lesson), ignore_errors=True)
        elif runner.is_done(lesson):
            print("done before", flush=True)
            continue
        record = runner.run(lesson)
        print(f"{'FAILED' if record['error'] else 'done':6} {record['seconds']:6,.0f} s", flush=True)
        if record["error"]:
            errors[lesson.stem] = record["error"]
        runner.write_index()
    return errors


def main(arguments=None):
    """Run the program; return 0, 1 if a lesson failed, 2 if the settings cannot be used, or 130 if it was stopped."""
    options = parse(arguments)
    try:
        runner = make_runner(options)
        lessons = choose(runner.lessons, options.lessons)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that its kernel ends too
    print(f"{len(lessons)} lesson{'s' * (len(lessons) != 1)} on {runner.data or 'the sample'}", flush=True)
    try:
        errors = run_all(runner, lessons, options.fresh)
    except KeyboardInterrupt:
        print("stopped\nThe same command goes on from here. What is done:", runner.out / "index.html")
        return 130
    for lesson, error in errors.items():
        print(f"FAILED {lesson}, {error}")
    print(f"{len(lessons) - len(errors)} of {len(lessons)} done: {runner.out / 'index.html'}")
    return keep_record(runner, lessons, options.record) or int(bool(errors))


def keep_record(runner, lessons, name):
    """Record what `lessons` measured, if there is a `name` for it; return 2 if that cannot be, and 0 otherwise."""
    if not name:
        return 0
    from tools.lessons.recording import record

    try:
        print("recorded:", record(runner, lessons, name))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
