"""Folders of photos: checked, split and sampled, without changing any photo."""
