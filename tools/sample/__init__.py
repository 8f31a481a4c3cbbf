"""How the sample was drawn and the miniature pretrained."""
