-- A conversation goes on in another app by a link that opens it once, within the hour. Only its keyed hash is kept.

CREATE TABLE link (
    org INTEGER NOT NULL,
    person TEXT NOT NULL,
    link_hash BLOB NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (org, link_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_person ON link (org, person);
