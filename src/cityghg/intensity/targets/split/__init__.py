"""A city's target broken down to its districts, so that theirs together give exactly the city's."""
