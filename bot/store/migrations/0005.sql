-- How far a message of ours came, by the platform's own word: it only climbs, in whatever order that comes.

ALTER TABLE message ADD COLUMN reached INTEGER NOT NULL DEFAULT 0;  -- 0 unknown, 1 taken, 2 delivered, 3 read, 4 played
