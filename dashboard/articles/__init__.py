"""The ways in: files, HTML, addresses, feeds and JSONL become articles."""
