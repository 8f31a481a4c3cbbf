"""Predictions: choose examples, adjust probabilities, write submissions, and save the network that predicts."""
