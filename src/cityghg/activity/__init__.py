"""From the files departments hand in to one activity table and the problems found on the way."""
