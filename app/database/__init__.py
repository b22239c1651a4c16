"""Both databases: the base of all tables, column types, transactions."""
