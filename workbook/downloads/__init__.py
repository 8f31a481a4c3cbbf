"""Files from the network: which there are, how they come, and how they are unpacked."""
