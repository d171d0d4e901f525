"""Benchmarks and the quality predictor. Nothing here ships."""
