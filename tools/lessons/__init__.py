"""`make lessons`: run them all, and make pages of them."""
