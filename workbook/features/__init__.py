"""Features of any number of photos: compute them on this machine or on many, and store them on disk."""
