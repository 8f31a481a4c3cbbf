"""`make bench`: the workbook, measured against its alternatives. Each part is a module with a function `measure`."""
