"""Explorables: small pages inside a lesson that answer the pointer and the keyboard, with or without a kernel."""
