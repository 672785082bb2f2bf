-- name: put
INSERT INTO workshop (id, org, account, at, until, hash, body_enc) VALUES (:id, :org, :account, :at, :until, :hash, :body)

-- name: of
SELECT id, account, at, until, body_enc FROM workshop
WHERE org = :org AND account = :account AND until > :now ORDER BY at DESC, id

-- name: by_word
SELECT id FROM workshop WHERE org = :org AND hash = :hash AND until > :now

-- name: end
DELETE FROM workshop WHERE org = :org AND account = :account AND id = :id

-- name: tidy
DELETE FROM workshop WHERE org = :org AND until <= :now

-- name: tidy_seats
DELETE FROM workshop_seat WHERE org = :org AND id NOT IN (SELECT id FROM workshop WHERE org = :org)

-- name: seated
SELECT count(*) FROM workshop_seat WHERE org = :org AND id = :id AND hash <> :hash

-- name: sit
INSERT INTO workshop_seat (hash, org, id, reached) VALUES (:hash, :org, :id, 0)
ON CONFLICT (hash) DO UPDATE SET reached = CASE WHEN workshop_seat.id = excluded.id THEN workshop_seat.reached ELSE 0 END, id = excluded.id

-- name: reach
UPDATE workshop_seat SET reached = :reached WHERE org = :org AND hash = :hash AND reached < :reached

-- name: stand
DELETE FROM workshop_seat WHERE org = :org AND hash = :hash

-- name: counts
SELECT count(*), count(*) FILTER (WHERE reached >= 1), count(*) FILTER (WHERE reached >= 2) FROM workshop_seat WHERE org = :org AND id = :id
