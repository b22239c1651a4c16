"""`trellis backup` and `trellis restore`: everything in one file, which either database can be made from.

The file is a ZIP: `manifest.json`, and a file of JSON lines for each table. Sealed texts stay sealed, and the keys that
open them are not in it.
"""
