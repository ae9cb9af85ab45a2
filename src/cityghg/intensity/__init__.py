"""Carbon intensity: indicators and targets read, yearly and cumulative declines computed."""
