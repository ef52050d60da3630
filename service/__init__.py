"""doubleloop's service: the log, what is known of it, and the ways in and out."""
