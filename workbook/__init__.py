"""The rooms behind `utils`: one subject per folder, one part of it per module."""
