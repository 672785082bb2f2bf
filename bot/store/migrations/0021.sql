-- Where it came from, as a conversation's address_hash: who writes again after "erase" is somebody new, and what they
-- say stands behind what waits of who they were.
ALTER TABLE arrival ADD COLUMN place BLOB;
CREATE INDEX arrival_place ON arrival (org, place, id) WHERE place IS NOT NULL;
