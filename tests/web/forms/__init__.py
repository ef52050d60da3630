"""Tests of the forms: each thing of the loop can be written down by hand."""
