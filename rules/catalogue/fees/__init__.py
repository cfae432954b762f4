"""F: fees in the narrative against table 2, and what section 6 must say about them."""
