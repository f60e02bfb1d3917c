"""Where place rows come from: one module a source, each yields the same rows."""
