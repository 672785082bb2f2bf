-- Accounts of the desk: who may sign in, with what, where they are signed in, and what was done, each line chained to
-- the one before it. Names, sign-in names and secrets are sealed with the key of the house; they are looked up by keyed hash.

CREATE TABLE account (
    id TEXT PRIMARY KEY,
    org INTEGER NOT NULL,
    role TEXT NOT NULL,                       -- counsellor | lead | operator
    name_enc BLOB NOT NULL,
    lang TEXT NOT NULL DEFAULT '',
    at INTEGER NOT NULL,
    away INTEGER NOT NULL DEFAULT 0,
    disabled INTEGER NOT NULL DEFAULT 0,
    login BLOB,                               -- keyed hash of the sign-in name; NULL: no password
    login_enc BLOB,
    password_enc BLOB,
    totp_enc BLOB,
    totp_step INTEGER NOT NULL DEFAULT 0      -- the last one that was used: a code works once
) STRICT;
CREATE UNIQUE INDEX account_login ON account (org, login);

CREATE TABLE passkey (
    hash BLOB PRIMARY KEY,                    -- keyed hash of what the browser calls it
    org INTEGER NOT NULL,
    account TEXT NOT NULL,
    key_enc BLOB NOT NULL,
    count INTEGER NOT NULL,
    at INTEGER NOT NULL,
    used INTEGER NOT NULL
) STRICT;
CREATE INDEX passkey_account ON passkey (org, account);

CREATE TABLE recovery (
    hash BLOB PRIMARY KEY,                    -- keyed hash of the code; the row goes when it is used
    org INTEGER NOT NULL,
    account TEXT NOT NULL
) STRICT;
CREATE INDEX recovery_account ON recovery (org, account);

CREATE TABLE invitation (
    hash BLOB PRIMARY KEY,                    -- SHA-256 of the 256 bits of its link; the row goes when it is used
    org INTEGER NOT NULL,
    account TEXT NOT NULL,
    until INTEGER NOT NULL
) STRICT;

CREATE TABLE desk_session (
    hash BLOB PRIMARY KEY,                    -- SHA-256 of the 256 bits of its cookie
    id TEXT NOT NULL,                         -- how a page names it
    org INTEGER NOT NULL,
    account TEXT NOT NULL,
    at INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    device TEXT NOT NULL DEFAULT ''           -- which browser, in a word or two
) STRICT;
CREATE INDEX desk_session_account ON desk_session (org, account);

CREATE TABLE desk_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    org INTEGER NOT NULL,
    person TEXT,                              -- NULL: about nobody's dossier
    conversation TEXT,
    at INTEGER NOT NULL,
    account TEXT NOT NULL,                    -- '': somebody at the server, or nobody known
    what TEXT NOT NULL,
    detail_enc BLOB NOT NULL,                 -- sealed with the key of the person, of the house where there is none
    chain BLOB NOT NULL                       -- HMAC of the chain before and this row
) STRICT;
CREATE INDEX desk_log_person ON desk_log (org, person) WHERE person IS NOT NULL;
