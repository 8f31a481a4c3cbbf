"""Predictions: looked at, corrected, submitted, and saved with the network that makes them."""
