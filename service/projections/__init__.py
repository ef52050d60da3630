"""What is known of the log: read models, each one file with its tables, fold and queries."""
