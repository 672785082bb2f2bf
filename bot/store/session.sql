-- name: find
SELECT c.id, c.org, c.person, c.channel, c.address_enc, c.state_enc, c.version, c.failures, p.consent,
    EXISTS (SELECT 1 FROM outbox o WHERE o.conversation = c.id
        AND o.status IN ('due', 'sending', 'unsure') AND o.status = 'unsure'),
    coalesce(
        (SELECT a.person FROM arrival a WHERE a.org = c.org AND a.address_hash = c.address_hash ORDER BY a.id DESC LIMIT 1),
        (SELECT a.person FROM arrival a WHERE a.org = c.org AND a.person = c.person LIMIT 1), ''),
    EXISTS (SELECT 1 FROM orphan r WHERE r.conversation = c.id),
    CASE WHEN :whole = 0 THEN (
        SELECT coalesce(max(f.seq), 0) FROM fact f WHERE f.org = c.org AND f.person = c.person) END
FROM conversation c JOIN person p ON p.org = c.org AND p.id = c.person
WHERE c.org = :org AND c.channel = :channel AND c.address_hash = :address

-- name: whose
SELECT org, person FROM conversation WHERE org = :org AND channel = :channel AND address_hash = :address

-- name: load
SELECT c.id, c.org, c.person, c.channel, c.address_enc, c.state_enc, c.version, c.failures, p.consent,
    EXISTS (SELECT 1 FROM outbox o WHERE o.conversation = c.id
        AND o.status IN ('due', 'sending', 'unsure') AND o.status = 'unsure'),
    coalesce((SELECT a.person FROM arrival a WHERE a.org = c.org AND a.person = c.person LIMIT 1), ''),
    EXISTS (SELECT 1 FROM orphan r WHERE r.conversation = c.id),
    CASE WHEN :whole = 0 THEN (
        SELECT coalesce(max(f.seq), 0) FROM fact f WHERE f.org = c.org AND f.person = c.person) END
FROM conversation c JOIN person p ON p.org = c.org AND p.id = c.person
WHERE c.org = :org AND c.person = :person AND c.id = :id

-- name: new_person
INSERT INTO person (org, id, at, forget_at) VALUES (:org, :person, :at, :forget_at)

-- name: new_conversation
INSERT INTO conversation (id, org, person, channel, address_hash, address_enc, state_enc, touched)
VALUES (:id, :org, :person, :channel, :address, :address_enc, :state, :at)

-- name: save
UPDATE conversation SET state_enc = :state, version = version + 1, floor_n = :floor, failures = :failures, touched = :at
WHERE org = :org AND person = :person AND id = :id AND version = :version

-- name: still_silent
UPDATE person SET forget_at = :forget_at WHERE org = :org AND id = :person AND consent = 'open'

-- name: consent
UPDATE person SET consent = :consent, forget_at = :forget_at WHERE org = :org AND id = :person

-- name: came
UPDATE person SET heard = :at, warned = NULL WHERE org = :org AND id = :person AND consent = 'given'

-- name: ending
SELECT org, id FROM person WHERE consent = 'given' AND heard <= :before AND warned IS NULL ORDER BY heard LIMIT :limit

-- name: warned
UPDATE person SET warned = :at WHERE org = :org AND id = :person

-- name: outlived
SELECT org, id FROM person WHERE consent = 'given' AND heard <= :before AND warned <= :told LIMIT :limit

-- name: forget_inbox
UPDATE inbox SET person = NULL WHERE org = :org AND person = :person

-- name: forget_message
DELETE FROM message WHERE org = :org AND person = :person
AND conversation IN (SELECT id FROM conversation WHERE org = :org AND person = :person)

-- name: forget_fact
DELETE FROM fact WHERE org = :org AND person = :person

-- name: forget_ask
DELETE FROM ask WHERE org = :org AND person = :person

-- name: forget_outbox
DELETE FROM outbox WHERE org = :org AND person = :person

-- name: forget_job
DELETE FROM job WHERE org = :org AND person = :person

-- name: forget_floor_log
DELETE FROM floor_log WHERE org = :org AND person = :person

-- name: forget_orphan
DELETE FROM orphan WHERE org = :org AND person = :person

-- name: forget_posted
DELETE FROM posted WHERE org = :org AND person = :person

-- name: forget_conversation
DELETE FROM conversation WHERE org = :org AND person = :person

-- name: forget_person
DELETE FROM person WHERE org = :org AND id = :person

-- name: enter
INSERT INTO inbox (channel, ext_hash, org, person, at, outcome)
VALUES (:channel, :ext, :org, :person, :at, :outcome) ON CONFLICT DO NOTHING

-- name: came_before
SELECT 1 FROM inbox WHERE channel = :channel AND ext_hash = :ext

-- name: entered
SELECT 1 FROM inbox WHERE channel = :channel AND ext_hash = :ext AND org = :org AND person = :person

-- name: new_message
INSERT INTO message (id, org, person, conversation, line, at, direction, body_enc, said_hash, reached)
VALUES (:id, :org, :person, :conversation, CASE WHEN :shown = 1 THEN (
    SELECT coalesce(max(line), 0) + 1 FROM message WHERE conversation = :conversation) END,
    :at, :direction, :body, :said, :reached)

-- name: spoken
SELECT id FROM message
WHERE org = :org AND person = :person AND conversation = :conversation AND said_hash = :said AND direction = :direction
ORDER BY line DESC LIMIT 1

-- name: strand
INSERT INTO orphan (org, person, conversation, said_hash, at, body_enc)
VALUES (:org, :person, :conversation, :said, :at, :body)

-- name: stranded
DELETE FROM orphan WHERE org = :org AND person = :person AND conversation = :conversation AND said_hash = :said
RETURNING id, at, body_enc

-- name: facts
SELECT seq, body_enc FROM fact WHERE org = :org AND person = :person ORDER BY seq

-- name: ask
SELECT body_enc FROM ask WHERE org = :org AND person = :person AND id = :id

-- name: ask_at
SELECT a.body_enc, a.person FROM conversation c JOIN ask a ON a.org = c.org AND a.person = c.person
WHERE c.org = :org AND c.channel = :channel AND c.address_hash = :address AND a.id = :id

-- name: new_fact
INSERT INTO fact (org, person, seq, body_enc) VALUES (:org, :person, :seq, :body)

-- name: new_ask
INSERT INTO ask (org, person, id, body_enc) VALUES (:org, :person, :id, :body)

-- name: floor
INSERT INTO floor_log (org, person, conversation, at, n, holder, owner_enc)
VALUES (:org, :person, :conversation, :at, :n, :holder, :owner)

-- name: new_due
INSERT INTO outbox (org, person, conversation, channel, message, due, at, floor_n, slot)
VALUES (:org, :person, :conversation, :channel, :message, :at, :at, :floor, :slot)

-- name: claim
UPDATE outbox SET status = 'sending', tries = tries + 1, sender = :worker WHERE id IN (
    SELECT o.id FROM outbox o
    WHERE o.status IN ('due', 'unsure') AND o.due <= :now
    AND o.channel IN (SELECT value FROM json_each(:served))
    AND (:whole = 1 OR o.slot IN (SELECT CAST(value AS BIGINT) FROM json_each(:slots)))
    AND NOT EXISTS (
        SELECT 1 FROM outbox e
        WHERE e.conversation = o.conversation AND e.id < o.id AND e.status IN ('due', 'sending', 'unsure'))
    ORDER BY o.due, o.id LIMIT :limit)
AND status IN ('due', 'unsure')
RETURNING id, org, person, conversation, message, part, tries, doubts, at, floor_n, error

-- name: due_on
SELECT DISTINCT channel FROM outbox
WHERE status IN ('due', 'unsure') AND due <= :now
AND (:whole = 1 OR slot IN (SELECT CAST(value AS BIGINT) FROM json_each(:slots)))

-- name: claim_next
UPDATE outbox SET status = 'sending', tries = tries + 1, sender = :worker WHERE id = (
    SELECT min(id) FROM outbox
    WHERE org = :org AND person = :person AND conversation = :conversation AND status IN ('due', 'sending', 'unsure'))
AND status IN ('due', 'unsure') AND due <= :now
RETURNING id, org, person, conversation, message, part, tries, doubts, at, floor_n, error

-- name: next_due
SELECT min(o.due) FROM outbox o
WHERE o.status IN ('due', 'unsure') AND o.channel IN (SELECT value FROM json_each(:served))
AND (:whole = 1 OR o.slot IN (SELECT CAST(value AS BIGINT) FROM json_each(:slots)))
AND NOT EXISTS (
    SELECT 1 FROM outbox e
    WHERE e.conversation = o.conversation AND e.id < o.id AND e.status IN ('due', 'sending', 'unsure'))

-- name: bubble
SELECT m.body_enc, c.channel, c.address_enc, c.floor_n, (
    SELECT h.at FROM message h WHERE h.conversation = c.id AND h.direction = 'in' ORDER BY h.line DESC LIMIT 1),
    m.reached
FROM message m JOIN conversation c ON c.id = m.conversation
WHERE m.org = :org AND m.person = :person AND m.id = :message

-- name: sent
UPDATE outbox SET status = 'sent', error = nullif(:error, '')
WHERE org = :org AND person = :person AND id = :id AND status IN ('sending', 'unsure')

-- name: shown
UPDATE message SET said_hash = :said, reached = CASE WHEN reached < :reached THEN :reached ELSE reached END,
    line = CASE WHEN line IS NOT NULL AND said_hash = :said THEN line ELSE (
        SELECT coalesce(max(line), 0) + 1 FROM message m WHERE m.conversation = :conversation) END
WHERE org = :org AND person = :person AND id = :message

-- name: again
UPDATE outbox SET status = :status, due = :due, part = :part, doubts = doubts + :doubt, error = :error
WHERE org = :org AND person = :person AND id = :id AND status = 'sending'

-- name: opened
UPDATE outbox SET due = :at
WHERE org = :org AND person = :person AND conversation = :conversation AND status = 'due' AND error = 'closed'

-- name: reopen
UPDATE outbox SET status = 'due', due = :due, part = 0, doubts = doubts + 1, error = :error
WHERE org = :org AND person = :person AND conversation = :conversation AND status IN ('sent', 'sending')
AND doubts < :most AND message IN (
    SELECT id FROM message WHERE conversation = :conversation AND direction = 'out'
    AND (id = :message OR said_hash = :said))

-- name: reached
UPDATE message SET reached = :reached
WHERE org = :org AND person = :person AND conversation = :conversation AND direction = 'out' AND reached < :reached
AND (id = :message OR said_hash = :said)
RETURNING id

-- name: unreached
UPDATE message SET reached = 0
WHERE org = :org AND person = :person AND conversation = :conversation AND direction = 'out' AND reached = 1
AND (id = :message OR said_hash = :said)
RETURNING id

-- name: doubted
SELECT id FROM outbox WHERE org = :org AND person = :person AND conversation = :conversation AND message = :message
AND status = 'unsure'

-- name: arrived
SELECT reached FROM message WHERE org = :org AND person = :person AND id = :message AND reached > 0

-- name: heard
SELECT at FROM message WHERE org = :org AND person = :person AND conversation = :conversation AND direction = 'in'
ORDER BY line DESC LIMIT 1

-- name: failed
UPDATE outbox SET status = 'failed', error = :error
WHERE org = :org AND person = :person AND id = :id AND status = 'sending'

-- name: give_up
UPDATE outbox SET status = 'failed', error = 'unreachable'
WHERE org = :org AND person = :person AND conversation = :conversation AND status IN ('due', 'sending', 'unsure')

-- name: unsure
SELECT id, message FROM outbox
WHERE org = :org AND person = :person AND conversation = :conversation
AND status IN ('due', 'sending', 'unsure') AND status = 'unsure' AND at < :before AND coalesce(error, '') <> 'crash' ORDER BY id

-- name: crashed
SELECT id, message FROM outbox
WHERE org = :org AND person = :person AND conversation = :conversation
AND status IN ('due', 'sending', 'unsure') AND status = 'unsure' AND at < :before AND error = 'crash' ORDER BY id

-- name: schedule
INSERT INTO job (org, person, conversation, kind, key_hash, due, version, floor_n, body_enc, slot)
VALUES (:org, :person, :conversation, :kind, :key, :due, :version, :floor, :body, :slot)
ON CONFLICT (conversation, kind, key_hash) DO UPDATE
SET status = 'due', due = excluded.due, version = excluded.version, floor_n = excluded.floor_n, body_enc = excluded.body_enc

-- name: cancel
UPDATE job SET status = 'dropped'
WHERE org = :org AND person = :person AND conversation = :conversation AND kind = 'tick' AND status = 'due'

-- name: posted
INSERT INTO posted (org, person, conversation, at, said_enc) VALUES (:org, :person, :conversation, :at, :said)

-- name: deletable
SELECT p.conversation, p.said_enc FROM posted p JOIN conversation c ON c.id = p.conversation
WHERE p.org = :org AND p.person = :person AND c.channel = :channel AND p.at > :since ORDER BY p.id

-- name: tidy_posted
DELETE FROM posted WHERE id IN (SELECT id FROM posted ORDER BY id LIMIT 20000) AND at < :before

-- name: jobs
SELECT id, org, person, conversation, kind, key_hash, version, floor_n, body_enc FROM job
WHERE status = 'due' AND due <= :now AND id NOT IN (SELECT CAST(value AS BIGINT) FROM json_each(:skip))
AND (:whole = 1 OR slot IN (SELECT CAST(value AS BIGINT) FROM json_each(:slots)))
ORDER BY due, id LIMIT :limit

-- name: take
UPDATE job SET status = :status WHERE org = :org AND person = :person AND id = :id AND status = 'due'

-- name: put_off
UPDATE job SET due = :due WHERE org = :org AND person = :person AND id = :id AND status = 'due'

-- name: next_job
SELECT min(due) FROM job WHERE status = 'due' AND id NOT IN (SELECT CAST(value AS BIGINT) FROM json_each(:skip))
AND (:whole = 1 OR slot IN (SELECT CAST(value AS BIGINT) FROM json_each(:slots)))

-- name: line_of
SELECT line FROM message WHERE org = :org AND person = :person AND id = :id

-- name: lines
SELECT id, at, direction, body_enc FROM message
WHERE org = :org AND person = :person AND conversation = :conversation AND line > :line ORDER BY line

-- name: everything
SELECT id, at, direction, body_enc FROM message
WHERE org = :org AND person = :person AND line IS NOT NULL ORDER BY at, line

-- name: holds
SELECT COUNT(*) FROM upload WHERE org = :org AND person = :person

-- name: line
SELECT id, at, direction, body_enc FROM message WHERE org = :org AND person = :person AND id = :id

-- name: expired
SELECT org, id FROM person p WHERE forget_at <= :now AND NOT EXISTS (
    SELECT 1 FROM outbox o
    WHERE o.org = p.org AND o.person = p.id AND o.status IN ('due', 'sending', 'unsure') AND :now - p.forget_at < :patience
) AND NOT EXISTS (
    SELECT 1 FROM arrival a WHERE a.org = p.org AND a.person = p.id AND :now - p.forget_at < :patience)

-- name: tidy_outbox
DELETE FROM outbox WHERE id IN (
    SELECT id FROM outbox WHERE status IN ('sent', 'failed') ORDER BY id LIMIT 20000)
AND at < :before

-- name: tidy_inbox
DELETE FROM inbox WHERE id IN (SELECT id FROM inbox ORDER BY id LIMIT 20000) AND at < :before

-- name: tidy_job
DELETE FROM job WHERE id IN (
    SELECT id FROM job WHERE status IN ('done', 'failed', 'dropped') AND due < :before ORDER BY due LIMIT 20000)

-- name: tidy_orphan
DELETE FROM orphan WHERE at < :before

-- name: persons
SELECT org, id, consent FROM person WHERE (:every = 1 OR consent <> 'given') AND (org, id) > (:org, :person)
ORDER BY org, id LIMIT :limit

-- name: strangers
SELECT e.value FROM json_each(:persons) e
WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.org = :org AND p.id = e.value)

-- name: lost_inbox
DELETE FROM inbox WHERE org = :org AND person = :person

-- name: left_in_the_middle
UPDATE outbox SET status = 'unsure', due = :due, error = 'crash'
WHERE status = 'sending' AND sender NOT IN (SELECT id FROM worker)

-- name: hand_over
INSERT INTO arrival (org, person, slot, body_enc, word, address_hash) VALUES (:org, :person, :slot, :body, :word, :address)

-- name: handed
SELECT id, org, person, body_enc, word FROM arrival
WHERE (:whole = 1 OR slot IN (SELECT CAST(value AS BIGINT) FROM json_each(:slots)))
AND person NOT IN (SELECT value FROM json_each(:skip)) ORDER BY id LIMIT :limit

-- name: holder
SELECT worker FROM lease WHERE slot = :slot

-- name: taken_up
DELETE FROM arrival WHERE org = :org AND person = :person AND id = :id

-- name: given_up
DELETE FROM arrival WHERE org = :org AND person = :person AND id = :id AND NOT EXISTS (
    SELECT 1 FROM person WHERE org = :org AND id = :person AND consent = 'given')

-- name: still_handed
SELECT 1 FROM conversation c JOIN arrival a ON a.org = c.org AND a.person = c.person
WHERE c.org = :org AND c.channel = :channel AND c.address_hash = :address LIMIT 1

-- name: forget_arrival
DELETE FROM arrival WHERE org = :org AND person = :person

-- name: newest_fact
SELECT coalesce(max(seq), 0) FROM fact WHERE org = :org AND person = :person

-- name: forget_code
DELETE FROM code WHERE org = :org AND person = :person

-- name: code
INSERT INTO code (org, person, code_hash) VALUES (:org, :person, :hash)
ON CONFLICT (org, person) DO UPDATE SET code_hash = excluded.code_hash

-- name: coded
SELECT person FROM code WHERE org = :org AND code_hash = :hash

-- name: has_code
SELECT 1 FROM code WHERE org = :org AND person = :person

-- name: forget_link
DELETE FROM link WHERE org = :org AND person = :person

-- name: link
INSERT INTO link (org, person, link_hash, until) VALUES (:org, :person, :hash, :until)

-- name: linked
SELECT person FROM link WHERE org = :org AND link_hash = :hash AND until > :now

-- name: used
DELETE FROM link WHERE org = :org AND link_hash = :hash

-- name: tidy_link
DELETE FROM link WHERE until < :before

-- name: newest
SELECT id FROM conversation WHERE org = :org AND person = :person ORDER BY touched DESC, id LIMIT 1

-- name: places
SELECT id, address_hash FROM conversation WHERE org = :org AND person = :person

-- name: rest
UPDATE conversation SET rests_hash = address_hash, address_hash = :away WHERE org = :org AND person = :person AND id = :id

-- name: away
UPDATE conversation SET address_hash = :away WHERE org = :org AND person = :person AND id = :id

-- name: resting
SELECT id, person FROM conversation WHERE org = :org AND channel = :channel AND rests_hash = :address
ORDER BY touched DESC, id LIMIT 1

-- name: resume
UPDATE conversation SET address_hash = rests_hash, rests_hash = NULL WHERE org = :org AND person = :person AND id = :id

-- name: forget_upload
DELETE FROM upload WHERE org = :org AND person = :person

-- name: hold
INSERT INTO upload (org, person, id, at, ref_enc, body_enc) VALUES (:org, :person, :id, :at, :ref, :body)

-- name: hold_few
DELETE FROM upload WHERE org = :org AND person = :person AND id NOT IN (
    SELECT id FROM upload WHERE org = :org AND person = :person ORDER BY at DESC, id DESC LIMIT :most)

-- name: held
UPDATE upload SET tries = tries + 1 WHERE org = :org AND person = :person AND id = :id
RETURNING tries, ref_enc, body_enc

-- name: looked_at
UPDATE upload SET tries = 0, body_enc = :body WHERE org = :org AND person = :person AND id = :id

-- name: let_go
DELETE FROM upload WHERE org = :org AND person = :person AND id = :id

-- name: tidy_upload
DELETE FROM upload WHERE at < :before AND NOT EXISTS (
    SELECT 1 FROM desk_case c WHERE c.org = upload.org AND c.person = upload.person AND c.holder IN ('waiting', 'human'))

-- name: outbox_waits
SELECT how, count(*), min(at) FROM (
    SELECT o.at, CASE WHEN EXISTS (
        SELECT 1 FROM outbox e WHERE e.conversation = o.conversation AND e.status IN ('due', 'sending', 'unsure')
        AND e.error = 'closed' AND e.id <= o.id
    ) THEN 'closed' ELSE o.status END AS how
    FROM outbox o WHERE o.status IN ('due', 'sending', 'unsure')
) AS waiting GROUP BY how

-- name: job_waits
SELECT count(*), min(due) FROM job WHERE status = 'due'

-- name: probed
DELETE FROM inbox WHERE org = :org AND channel = :channel AND ext_hash = :ext
