"""Networks: taken apart, counted, normalised, loaded, made faster and resumed."""
