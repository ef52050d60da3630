"""The JSON API: the same commands and questions as everywhere else, over HTTP."""
