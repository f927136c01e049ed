CREATE TABLE images (
    id           INTEGER PRIMARY KEY,
    project      TEXT    NOT NULL,
    fingerprint  TEXT    NOT NULL,
    filename     TEXT    NOT NULL,
    size         INTEGER NOT NULL,
    architecture TEXT    NOT NULL,
    type         TEXT    NOT NULL,
    is_public    INTEGER NOT NULL,
    is_cached    INTEGER NOT NULL,
    auto_update  INTEGER NOT NULL,
    created_at   TEXT    NOT NULL,
    expires_at   TEXT    NOT NULL,
    uploaded_at  TEXT    NOT NULL,
    last_used_at TEXT    NOT NULL,
    UNIQUE (project, fingerprint)
);

CREATE TABLE image_properties (
    image_id INTEGER NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    key      TEXT    NOT NULL,
    value    TEXT    NOT NULL,
    PRIMARY KEY (image_id, key)
) WITHOUT ROWID;

CREATE TABLE image_profiles (
    image_id INTEGER NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    profile  TEXT    NOT NULL,
    PRIMARY KEY (image_id, position)
) WITHOUT ROWID;

CREATE TABLE image_sources (
    image_id    INTEGER PRIMARY KEY REFERENCES images (id) ON DELETE CASCADE,
    server      TEXT    NOT NULL,
    protocol    TEXT    NOT NULL,
    certificate TEXT    NOT NULL,
    alias       TEXT    NOT NULL,
    image_type  TEXT    NOT NULL
);

CREATE TABLE image_aliases (
    id          INTEGER PRIMARY KEY,
    project     TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    image_id    INTEGER NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    description TEXT    NOT NULL,
    UNIQUE (project, name)
);

CREATE TABLE image_volumes (
    pool        TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    PRIMARY KEY (pool, fingerprint)
) WITHOUT ROWID;
