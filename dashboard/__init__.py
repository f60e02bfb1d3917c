"""Dateline: news stories become a map of events that can be filtered and shared."""
