"""The log: one shape for every line, a reference for every visit, and never what people wrote."""
