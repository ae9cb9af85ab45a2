"""What every layer stands on: problems as values, labels, strict YAML, where the data lies."""
