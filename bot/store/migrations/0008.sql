-- What the counsellors' desk needs. A case is a conversation whose person asked for somebody, or was spoken to by a
-- counsellor: where it stands, and when. How long people waited holds no word of anybody.

CREATE TABLE desk_case (
    conversation TEXT PRIMARY KEY,
    org INTEGER NOT NULL,
    person TEXT NOT NULL,
    holder TEXT NOT NULL,                       -- bot | waiting | human | closed
    n INTEGER NOT NULL,                         -- the number of the floor
    owner TEXT NOT NULL,                        -- the account that holds the floor, or held it last; "" for none
    asked INTEGER NOT NULL,                     -- when the person asked: the queue is by this
    since INTEGER NOT NULL,                     -- when this holder began
    signed INTEGER NOT NULL,                    -- when the owner last gave a sign
    heard INTEGER NOT NULL,                     -- when the person last wrote
    urgent INTEGER NOT NULL DEFAULT 0,          -- words of danger were read while somebody was asked for
    body_enc BLOB NOT NULL                      -- the language and the topic
) STRICT;
CREATE INDEX desk_case_waiting ON desk_case (org, asked) WHERE holder = 'waiting';
CREATE INDEX desk_case_held ON desk_case (org, owner, asked) WHERE holder = 'human';
CREATE INDEX desk_case_was ON desk_case (org, owner, since) WHERE holder IN ('bot', 'closed');
CREATE INDEX desk_case_person ON desk_case (org, person);

-- How long somebody waited, in which half of which day of the week: no one is named.
CREATE TABLE desk_wait (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    org INTEGER NOT NULL,
    slot INTEGER NOT NULL,                      -- 0 Monday morning ... 13 Sunday afternoon, in the office's time
    at INTEGER NOT NULL,
    waited INTEGER NOT NULL                     -- milliseconds
) STRICT;
CREATE INDEX desk_wait_slot ON desk_wait (org, slot, id);

-- Notes of the team about a person, and what a counsellor has begun to write. Both are under the person's key.
CREATE TABLE desk_note (
    id TEXT PRIMARY KEY,
    org INTEGER NOT NULL,
    person TEXT NOT NULL,
    at INTEGER NOT NULL,
    account TEXT NOT NULL,
    body_enc BLOB NOT NULL
) STRICT;
CREATE INDEX desk_note_person ON desk_note (org, person, at);

CREATE TABLE desk_draft (
    org INTEGER NOT NULL,
    person TEXT NOT NULL,
    account TEXT NOT NULL,
    at INTEGER NOT NULL,
    body_enc BLOB NOT NULL,
    PRIMARY KEY (org, person, account)
) STRICT, WITHOUT ROWID;
