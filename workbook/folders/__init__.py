"""Folders of photos: checked, divided, sampled, and never harmed."""
