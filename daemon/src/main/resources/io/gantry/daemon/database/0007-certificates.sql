CREATE TABLE certificates (
    fingerprint TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    -- client, as LXD has it; others are not trusted here.
    type TEXT NOT NULL,
    pem TEXT NOT NULL
);
