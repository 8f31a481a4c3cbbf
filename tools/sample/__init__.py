"""The programs that drew the sample and pretrained the miniature."""
