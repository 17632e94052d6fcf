"""What leaves the program as bytes: domain in, bytes out."""
