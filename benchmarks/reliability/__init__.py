"""What happens to real runs: kills, full disks, builders and readers at once. Results: benchmarks/RELIABILITY.md."""
