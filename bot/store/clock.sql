-- Queries of bot/store/clock.py, by name. `back`: by how much the clock went back, in ms; `was`: what it said before.

-- name: bubbles
UPDATE outbox SET due = CASE WHEN at > :now AND due - at + :now < due - :back THEN due - at + :now
    WHEN due - :back > :now THEN due - :back ELSE :now END,
    at = CASE WHEN at > :now THEN :now ELSE at END
WHERE status IN ('due', 'unsure') AND due > :now

-- name: work
UPDATE job SET due = :now WHERE kind = 'consult' AND status = 'due' AND due > :now

-- name: soon
UPDATE job SET due = CASE WHEN due - :back > :now THEN due - :back ELSE :now END
WHERE status = 'due' AND due > :now AND due <= :was + :hour

-- name: far
UPDATE job SET due = :now + :day WHERE status = 'due' AND due > :now + :week

-- name: erasing
UPDATE person SET forget_at = CASE WHEN forget_at - :back > :now THEN forget_at - :back ELSE :now END
WHERE forget_at > :now AND consent = 'erasing'

-- name: forgetting
UPDATE person SET forget_at = :now + :day WHERE forget_at > :now + 2 * :day

-- name: heard
UPDATE person SET heard = :now WHERE heard > :now + :day AND consent = 'given'

-- name: warned
UPDATE person SET warned = NULL WHERE warned > :now + :month AND consent = 'given'

-- name: link
UPDATE link SET until = until - :back

-- name: invitation
UPDATE invitation SET until = until - :back

-- name: bond_word
UPDATE bond_word SET until = until - :back

-- name: notice_word
UPDATE notice_word SET until = until - :back
