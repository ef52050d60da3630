"""What is known of the log: read models, each in one file with its tables, its fold, its queries."""
