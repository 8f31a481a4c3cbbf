"""Heatmaps of what a network looks at, and the boxes that say where the animal is."""
