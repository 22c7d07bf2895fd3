"""Signatures for the world outside: certificates of persons and institutions over issued PDFs and bundles."""
