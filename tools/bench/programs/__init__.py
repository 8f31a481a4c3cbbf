"""The programs that bench runs in separate processes: each prints one number last."""
