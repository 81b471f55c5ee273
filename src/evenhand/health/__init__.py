"""Whether all is well, for whoever watches over the machines."""
