CREATE TABLE storage_pools (
    name TEXT NOT NULL PRIMARY KEY,
    driver TEXT NOT NULL,
    description TEXT NOT NULL,
    -- A JSON object of texts.
    config TEXT NOT NULL
);
