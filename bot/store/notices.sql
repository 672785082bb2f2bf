-- Queries of bot/store/notices.py, by name.

-- name: staff
SELECT id, lang, role = 'lead', away, EXISTS (
    SELECT 1 FROM desk_session s WHERE s.org = a.org AND s.account = a.id AND s.seen >= :since)
FROM account a WHERE org = :org AND disabled = 0 AND role IN ('counsellor', 'lead')
    AND (password_enc IS NOT NULL OR EXISTS (SELECT 1 FROM passkey p WHERE p.org = a.org AND p.account = a.id))
ORDER BY at, id

-- name: all_ways
SELECT id, account, kind, address_enc, silenced, rests, tries FROM notice_way WHERE org = :org ORDER BY at, id

-- name: ways
SELECT id, account, kind, address_enc, silenced, rests, tries FROM notice_way
WHERE org = :org AND account = :account ORDER BY at, id

-- name: add_way
INSERT INTO notice_way (id, org, account, kind, address_hash, address_enc, at)
VALUES (:id, :org, :account, :kind, :hash, :address, :at)

-- name: renew_way
UPDATE notice_way SET silenced = 0, rests = 0, tries = 0
WHERE org = :org AND account = :account AND kind = :kind AND address_hash = :hash

-- name: silence
UPDATE notice_way SET silenced = :silenced WHERE org = :org AND account = :account AND id = :id

-- name: drop_way
DELETE FROM notice_way WHERE org = :org AND account = :account AND id = :id

-- name: rest
UPDATE notice_way SET rests = :until, tries = tries + 1 WHERE org = :org AND account = :account AND id = :id

-- name: well
UPDATE notice_way SET rests = 0, tries = 0 WHERE org = :org AND account = :account AND id = :id

-- name: all_quiet
SELECT account, begins, ends FROM notice_quiet WHERE org = :org

-- name: quiet
SELECT account, begins, ends FROM notice_quiet WHERE org = :org AND account = :account

-- name: set_quiet
INSERT INTO notice_quiet (org, account, begins, ends) VALUES (:org, :account, :begins, :ends)
ON CONFLICT (org, account) DO UPDATE SET begins = excluded.begins, ends = excluded.ends

-- name: told
SELECT account, n, at FROM notice WHERE org = :org AND request_hash = :request

-- name: last
SELECT account, max(at) FROM notice WHERE org = :org AND at >= :since GROUP BY account

-- name: begin
INSERT INTO notice (org, account, request_hash, n, kind, at) VALUES (:org, :account, :request, :n, :kind, :at)
ON CONFLICT DO NOTHING

-- name: sent
UPDATE notice SET status = 'sent' WHERE org = :org AND account = :account AND request_hash = :request AND n = :n

-- name: undo
DELETE FROM notice
WHERE org = :org AND account = :account AND request_hash = :request AND n = :n AND status = 'sending'

-- name: wake
DELETE FROM notice WHERE org = :org AND status = 'sending'

-- name: forget_words
DELETE FROM notice_word WHERE org = :org AND account = :account

-- name: invite
INSERT INTO notice_word (word_hash, org, account, until) VALUES (:word, :org, :account, :until)

-- name: use_word
UPDATE notice_word SET used_hash = :hash
WHERE org = :org AND word_hash = :word AND until > :now AND (used_hash IS NULL OR used_hash = :hash)

-- name: word
SELECT account FROM notice_word WHERE org = :org AND word_hash = :word

-- name: key
SELECT key_enc FROM notice_key WHERE org = :org

-- name: keep_key
INSERT INTO notice_key (org, key_enc) VALUES (:org, :key)

-- name: tidy_notices
DELETE FROM notice WHERE at < :before

-- name: tidy_words
DELETE FROM notice_word WHERE until <= :now

-- name: tidy_ways
DELETE FROM notice_way WHERE account IN (SELECT id FROM account WHERE disabled = 1)

-- name: tidy_quiet
DELETE FROM notice_quiet WHERE account IN (SELECT id FROM account WHERE disabled = 1)
