"""What Dateline costs and how often it is right; each module prints a table and writes results/NAME.json."""
