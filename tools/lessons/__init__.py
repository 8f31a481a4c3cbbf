"""`make lessons`: run the lessons, and make pages of them."""
