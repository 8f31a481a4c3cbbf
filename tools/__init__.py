"""Programs for maintainers and for `make`: run them from the root, as `python -m tools.get_data`."""
