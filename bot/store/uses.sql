-- name: note
INSERT INTO model_use (hash, org, day, purpose, asked, held, failed, tokens)
VALUES (:hash, :org, :day, :purpose, :asked, :held, :failed, :tokens)
ON CONFLICT (hash, day, purpose) DO UPDATE SET asked = model_use.asked + excluded.asked,
held = model_use.held + excluded.held, failed = model_use.failed + excluded.failed,
tokens = model_use.tokens + excluded.tokens

-- name: on
SELECT coalesce(sum(asked), 0) FROM model_use WHERE org = :org AND hash = :hash AND day = :day

-- name: told
SELECT day, purpose, asked FROM model_use WHERE org = :org AND hash = :hash AND asked > 0 ORDER BY day, purpose

-- name: all
SELECT coalesce(sum(asked), 0), coalesce(sum(held), 0), coalesce(sum(failed), 0), coalesce(sum(tokens), 0)
FROM model_use WHERE org = :org AND day >= :since

-- name: days
SELECT day, purpose, sum(asked), sum(held), sum(failed), sum(tokens) FROM model_use WHERE org = :org AND day >= :since
GROUP BY day, purpose ORDER BY day DESC, purpose

-- name: forget
DELETE FROM model_use WHERE org = :org AND hash = :hash

-- name: tidy
DELETE FROM model_use WHERE org = :org AND day < :before
