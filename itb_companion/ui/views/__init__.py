"""From domain to what a page shows, in words; one module a page."""
