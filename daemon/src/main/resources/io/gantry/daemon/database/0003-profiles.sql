CREATE TABLE profiles (
    project TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    -- A JSON object of texts.
    config TEXT NOT NULL,
    -- A JSON object of such objects.
    devices TEXT NOT NULL,
    PRIMARY KEY (project, name)
);

INSERT INTO profiles (project, name, description, config, devices)
VALUES ('default', 'default', 'Default LXD profile', '{}', '{}');
