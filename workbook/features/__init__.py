"""Features of any number of photos: computed here or on many machines, and stored on disk."""
