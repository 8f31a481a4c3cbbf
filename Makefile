# Each target sets up .venv first, once; PYTHON=... chooses the Python 3.11 or 3.12 that it is made with.
#
# lab      JupyterLab on lesson 00
# test     every test, the lessons' outputs included
# check    the quick part of test: lint, the form of the notebooks, unit tests; executes no lesson
# lint     ruff alone
# lessons  run all lessons into pages in out/; DATA=~/photos on these; LESSONS="01 05" only these; WEIGHTS=imagenet;
#          PRECISION=auto bfloat16 where it is fast; FRESH=1 also what is done;
#          RECORD=name keep what they measured in data/recorded/name.json
# data     list the public data sets; NAME=dogscats downloads one into data/
# bench    measure against alternatives; PARTS="decoding arrays" only these
# lock     refresh requirements.lock (needs uv)

SUPPORTED = import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3 python,$(shell $(name) -c '$(SUPPORTED)' 2>/dev/null && echo $(name))))
BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
HEADLESS := $(and $(filter Linux,$(shell uname -s)),$(if $(DISPLAY)$(WAYLAND_DISPLAY),,1))

SIDE_BY_SIDE = --numprocesses auto --maxprocesses 4

export TF_CPP_MIN_LOG_LEVEL = 3
export KERAS_BACKEND = tensorflow

.PHONY: lab test check lint lessons data bench lock

lab: .venv/ready
	$(BIN)/jupyter lab $(if $(HEADLESS),--no-browser) $(if $(filter 0,$(shell id -u)),--allow-root) --LabApp.default_url=/lab/tree/notebooks/00_check_setup.ipynb

test: lint
	$(BIN)/python -m pytest $(SIDE_BY_SIDE)

check: lint
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) tests --ignore tests/lessons/test_own_data.py --ignore tests/lessons/test_faults.py

lint: .venv/ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check

lessons: .venv/ready  # the shell expands what may hold spaces or quotes: make hands it over
	@$(BIN)/python -m tools.lessons.run $(if $(DATA),--data "$$DATA") $(if $(LESSONS),--lessons "$$LESSONS") $(if $(WEIGHTS),--weights "$$WEIGHTS") $(if $(PRECISION),--precision "$$PRECISION") $(if $(RECORD),--record "$$RECORD") $(if $(FRESH),--fresh)

data: .venv/ready
	@$(BIN)/python -m tools.get_data $(if $(NAME),"$$NAME")

bench: .venv/ready
	$(BIN)/python -m tools.bench $(PARTS)

lock:
	uv pip compile --universal --python-version 3.11 --extra dev --generate-hashes --no-emit-index-url --upgrade --output-file requirements.lock pyproject.toml

.venv/ready: requirements.lock pyproject.toml tools/lessons/ipython_kernel_config.py
	$(if $(PYTHON),,$(error Python 3.11 or 3.12 is needed: install one, or name it with PYTHON=path))
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	mkdir -p .venv/etc/ipython
	cp tools/lessons/ipython_kernel_config.py .venv/etc/ipython/
	touch .venv/ready
