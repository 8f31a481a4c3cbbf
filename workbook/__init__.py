"""The rooms behind `utils`: one subject a module."""
