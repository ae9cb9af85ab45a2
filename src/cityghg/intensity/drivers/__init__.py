"""What drives a change of emissions: exact decomposition (LMDI-I) over chains that are data."""
