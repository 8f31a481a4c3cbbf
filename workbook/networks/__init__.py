"""Tools for networks: take them apart, count and normalise their layers, load weights, choose precision, resume."""
