"""Where readings are kept and asked for."""
