"""Bot and sandbox on one stage: for trying Trellis out, for the tour, and for the tests."""
