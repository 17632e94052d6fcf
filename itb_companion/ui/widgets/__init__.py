"""Small shared widgets that every page is made of; one subject a file."""
