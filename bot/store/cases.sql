-- name: put
INSERT INTO desk_case (conversation, org, person, holder, n, owner, asked, since, signed, heard, urgent, ended, body_enc)
VALUES (:conversation, :org, :person, :holder, :n, :owner, :asked, :since, :at, :heard, :urgent, :ended, :body)
ON CONFLICT (conversation) DO UPDATE
SET holder = excluded.holder, n = excluded.n, since = excluded.since, asked = excluded.asked, body_enc = excluded.body_enc,
    owner = CASE WHEN excluded.owner <> '' OR excluded.holder = 'waiting' THEN excluded.owner ELSE desk_case.owner END,
    signed = CASE WHEN desk_case.n = excluded.n THEN desk_case.signed ELSE excluded.signed END,
    urgent = CASE WHEN excluded.holder NOT IN ('waiting', 'human') THEN 0
        WHEN excluded.urgent = 1 THEN 1 ELSE desk_case.urgent END,
    ended = CASE WHEN excluded.holder IN ('waiting', 'human') THEN 0
        WHEN excluded.ended = 1 THEN 1 ELSE desk_case.ended END

-- name: heard
UPDATE desk_case SET heard = :at WHERE org = :org AND person = :person AND conversation = :conversation

-- name: signed
UPDATE desk_case SET signed = :at
WHERE org = :org AND person = :person AND conversation = :conversation AND holder = 'human' AND owner = :owner

-- name: moved
UPDATE desk_case SET conversation = :conversation, body_enc = :body WHERE org = :org AND person = :person AND conversation = :old

-- name: disown
UPDATE desk_case SET owner = '', ended = 1 WHERE org = :org AND person = :person AND owner = :owner AND holder <> 'human'

-- name: case
SELECT conversation, org, person, holder, n, owner, asked, since, signed, heard, urgent, ended, body_enc FROM desk_case
WHERE org = :org AND conversation = :conversation

-- name: waiting
SELECT conversation, org, person, holder, n, owner, asked, since, signed, heard, urgent, ended, body_enc FROM desk_case
WHERE org = :org AND holder = 'waiting' ORDER BY asked, conversation LIMIT :limit

-- name: held
SELECT conversation, org, person, holder, n, owner, asked, since, signed, heard, urgent, ended, body_enc FROM desk_case
WHERE org = :org AND owner = :owner AND holder = 'human' ORDER BY asked, conversation LIMIT :limit

-- name: all_held
SELECT conversation, org, person, holder, n, owner, asked, since, signed, heard, urgent, ended, body_enc FROM desk_case
WHERE org = :org AND holder = 'human' ORDER BY owner, asked, conversation LIMIT :limit

-- name: was
SELECT conversation, org, person, holder, n, owner, asked, since, signed, heard, urgent, ended, body_enc FROM desk_case
WHERE org = :org AND owner = :owner AND holder IN ('bot', 'closed') ORDER BY since DESC, conversation LIMIT :limit

-- name: silent
SELECT conversation, org, person, holder, n, owner, asked, since, signed, heard, urgent, ended, body_enc FROM desk_case
WHERE org = :org AND holder = 'human' AND signed < :before ORDER BY signed LIMIT :limit

-- name: counts
SELECT (SELECT count(*) FROM desk_case WHERE org = :org AND holder = 'waiting'),
    (SELECT count(*) FROM desk_case WHERE org = :org AND holder = 'human'),
    (SELECT count(*) FROM desk_case WHERE org = :org AND owner = :owner AND holder = 'human')

-- name: done
SELECT count(*) FILTER (WHERE holder = 'waiting'), count(*) FILTER (WHERE holder = 'human'),
    count(*) FILTER (WHERE holder IN ('bot', 'closed'))
FROM floor_log WHERE org = :org AND at >= :since

-- name: waits_since
SELECT waited FROM desk_wait WHERE org = :org AND at >= :since ORDER BY waited

-- name: waited
INSERT INTO desk_wait (org, slot, at, waited) VALUES (:org, :slot, :at, :waited)

-- name: waits
SELECT waited FROM desk_wait WHERE org = :org AND slot = :slot ORDER BY id DESC LIMIT :limit

-- name: tidy_waits
DELETE FROM desk_wait WHERE id IN (SELECT id FROM desk_wait ORDER BY id LIMIT 20000) AND at < :before

-- name: duty
SELECT count(*), count(*) FILTER (WHERE a.away = 0 AND EXISTS (
    SELECT 1 FROM desk_session s WHERE s.org = a.org AND s.account = a.id AND s.seen BETWEEN :since AND :until))
FROM account a WHERE a.org = :org AND a.disabled = 0 AND a.role IN ('counsellor', 'lead')

-- name: last_lines
SELECT id, at, direction, body_enc, reached, line, 0 FROM message
WHERE org = :org AND person = :person AND conversation = :conversation AND line IS NOT NULL AND line < :before AND at >= :since
ORDER BY line DESC LIMIT :limit

-- name: place_at
SELECT line FROM message
WHERE org = :org AND person = :person AND conversation = :conversation AND line IS NOT NULL AND at <= :at
ORDER BY line DESC LIMIT 1

-- name: place
SELECT line FROM message WHERE org = :org AND person = :person AND conversation = :conversation AND id = :id

-- name: unsent_lines
SELECT m.id, m.at, m.direction, m.body_enc, m.reached, NULL, o.status = 'failed' FROM message m JOIN outbox o ON o.message = m.id
WHERE m.org = :org AND m.person = :person AND m.conversation = :conversation AND m.line IS NULL
AND o.conversation = :conversation AND (o.status IN ('due', 'sending', 'unsure') OR (o.status = 'failed' AND o.error <> 'floor'))
ORDER BY o.id

-- name: new_note
INSERT INTO desk_note (id, org, person, at, account, body_enc) VALUES (:id, :org, :person, :at, :account, :body)

-- name: notes
SELECT id, at, account, body_enc FROM desk_note WHERE org = :org AND person = :person ORDER BY at, id

-- name: put_draft
INSERT INTO desk_draft (org, person, account, at, mark, body_enc) VALUES (:org, :person, :account, :at, :mark, :body)
ON CONFLICT (org, person, account) DO UPDATE SET at = excluded.at, mark = excluded.mark, body_enc = excluded.body_enc

-- name: draft
SELECT mark, body_enc FROM desk_draft WHERE org = :org AND person = :person AND account = :account

-- name: drop_draft
DELETE FROM desk_draft WHERE org = :org AND person = :person AND account = :account AND mark IN (:mark, '')

-- name: forget_desk_case
DELETE FROM desk_case WHERE org = :org AND person = :person

-- name: forget_desk_note
DELETE FROM desk_note WHERE org = :org AND person = :person

-- name: forget_desk_draft
DELETE FROM desk_draft WHERE org = :org AND person = :person

-- name: replies
SELECT id, account, body_enc FROM desk_reply WHERE org = :org ORDER BY id

-- name: put_reply
INSERT INTO desk_reply (id, org, account, at, body_enc) VALUES (:id, :org, :account, :at, :body)
ON CONFLICT (id) DO UPDATE SET account = excluded.account, at = excluded.at, body_enc = excluded.body_enc
WHERE desk_reply.org = excluded.org

-- name: drop_reply
DELETE FROM desk_reply WHERE org = :org AND id = :id

-- name: set_aside
INSERT INTO desk_aside (org, person, line_hash, account, at) VALUES (:org, :person, :line, :account, :at)
ON CONFLICT DO NOTHING

-- name: take_back
DELETE FROM desk_aside WHERE org = :org AND person = :person AND line_hash = :line

-- name: aside
SELECT line_hash, account FROM desk_aside WHERE org = :org AND person = :person

-- name: forget_desk_aside
DELETE FROM desk_aside WHERE org = :org AND person = :person

-- name: put_paper
INSERT INTO desk_paper (org, person, id, at, body_enc) VALUES (:org, :person, :id, :at, :body)

-- name: paper
SELECT body_enc FROM desk_paper WHERE org = :org AND person = :person AND id = :id

-- name: forget_desk_paper
DELETE FROM desk_paper WHERE org = :org AND person = :person
