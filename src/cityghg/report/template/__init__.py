"""The form to fill in: a workbook with a sheet a domain, lists to choose from, and last year beside."""
