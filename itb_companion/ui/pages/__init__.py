"""One module a page; a page takes what it shows and emits what the user wants."""
