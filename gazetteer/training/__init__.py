"""How the weights in gazetteer/data were made; needs the extra [train]."""
