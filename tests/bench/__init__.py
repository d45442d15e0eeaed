"""Benchmarks: ratios to yardsticks measured in the same run, never bare milliseconds. Run `python -m tests.bench`."""
