-- How often a model was asked, by day and purpose: never for which words. From a count nothing leads to a person; a row is
-- found from the person by a keyed hash, and goes with them.

CREATE TABLE model_use (
    hash BLOB NOT NULL,                         -- of the person
    org INTEGER NOT NULL,
    day INTEGER NOT NULL,                       -- since 1970
    purpose TEXT NOT NULL,
    asked INTEGER NOT NULL,                     -- calls
    held INTEGER NOT NULL,                      -- not sent, by a doubt of ours
    failed INTEGER NOT NULL,                    -- calls without an answer
    tokens INTEGER NOT NULL,
    PRIMARY KEY (hash, day, purpose)
) STRICT;
