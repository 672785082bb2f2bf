-- Where it came from, as in a conversation: who writes again after "erase" is somebody new, and what they say stands
-- behind what waits of who they were.
ALTER TABLE arrival ADD COLUMN address_hash BLOB;
CREATE INDEX arrival_address ON arrival (org, address_hash, id) WHERE address_hash IS NOT NULL;
