"""Published files: the catalogue, the download and the unpacking."""
