"""Factor libraries: methods and values as data, how they are read, checked and chosen."""
