CREATE TABLE instances (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project TEXT NOT NULL,
    name TEXT NOT NULL,
    pool TEXT NOT NULL,
    architecture TEXT NOT NULL,
    ephemeral INTEGER NOT NULL,
    stateful INTEGER NOT NULL,
    description TEXT NOT NULL,
    -- ISO 8601, UTC.
    created_at TEXT NOT NULL,
    last_used_at TEXT NOT NULL,
    -- A JSON object of texts.
    config TEXT NOT NULL,
    -- A JSON object of such objects.
    devices TEXT NOT NULL,
    -- A JSON list of names, in the order in which they apply.
    profiles TEXT NOT NULL,
    UNIQUE (project, name)
);

CREATE TABLE instance_snapshots (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    instance_id INTEGER NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    architecture TEXT NOT NULL,
    ephemeral INTEGER NOT NULL,
    stateful INTEGER NOT NULL,
    description TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    config TEXT NOT NULL,
    devices TEXT NOT NULL,
    profiles TEXT NOT NULL,
    UNIQUE (instance_id, name)
);
