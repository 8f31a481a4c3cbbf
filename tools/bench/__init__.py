"""`make bench`: the workbook measured against what one would pick instead."""
