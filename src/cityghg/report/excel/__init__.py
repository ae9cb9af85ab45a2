"""The workbook for people: one module a sheet, live formulas with their computed values."""
