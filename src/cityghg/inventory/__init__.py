"""From sums of activity to emissions by area, sector, source and gas."""
