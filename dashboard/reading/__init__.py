"""From an article to who did what to whom, where and when: read.py puts the stages in order."""
