"""Dateline: what names mean on the earth."""
