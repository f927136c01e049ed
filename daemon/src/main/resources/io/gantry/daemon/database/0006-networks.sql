CREATE TABLE networks (
    name TEXT NOT NULL PRIMARY KEY,
    description TEXT NOT NULL,
    -- A JSON object of texts.
    config TEXT NOT NULL
);
