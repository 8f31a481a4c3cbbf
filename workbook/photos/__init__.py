"""Photos: from files on disk to arrays and batches."""
