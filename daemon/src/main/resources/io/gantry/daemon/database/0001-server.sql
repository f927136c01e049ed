-- Keys of the server's configuration that were set.
CREATE TABLE server_config (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- Acts with effects outside the database that are under way. A row that is there when the daemon starts belongs
-- to an act that was cut off.
CREATE TABLE intents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    facts TEXT NOT NULL
);
