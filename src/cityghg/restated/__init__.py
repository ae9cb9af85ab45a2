"""A restatement: from the totals of an earlier result to those of a later one, tonne by tonne."""
