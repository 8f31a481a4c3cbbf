"""Programs for maintainers and for `make`."""
