"""What the desk does in a second, as rates and as ratios to a reference workload: `python3 dev.py bench`."""
