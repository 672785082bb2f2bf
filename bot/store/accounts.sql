-- Queries of bot/store/accounts.py, by name.

-- name: create
INSERT INTO account (id, org, role, name_enc, lang, at) VALUES (:id, :org, :role, :name, :lang, :at)

-- name: account
SELECT id, role, name_enc, lang, at, away, disabled,
       password_enc IS NOT NULL OR EXISTS (SELECT 1 FROM passkey p WHERE p.org = a.org AND p.account = a.id)
FROM account a WHERE org = :org AND id = :id

-- name: all
SELECT id, role, name_enc, lang, at, away, disabled,
       password_enc IS NOT NULL OR EXISTS (SELECT 1 FROM passkey p WHERE p.org = a.org AND p.account = a.id)
FROM account a WHERE org = :org ORDER BY at, id

-- name: speak
UPDATE account SET lang = :lang WHERE org = :org AND id = :id

-- name: away
UPDATE account SET away = :away WHERE org = :org AND id = :id

-- name: disable
UPDATE account SET disabled = 1 WHERE org = :org AND id = :id AND disabled = 0

-- name: forget_factors
UPDATE account SET login = NULL, login_enc = NULL, password_enc = NULL, totp_enc = NULL, totp_step = 0
WHERE org = :org AND id = :id

-- name: forget_passkeys
DELETE FROM passkey WHERE org = :org AND account = :id

-- name: forget_recovery
DELETE FROM recovery WHERE org = :org AND account = :id

-- name: forget_invitations
DELETE FROM invitation WHERE org = :org AND account = :id

-- name: invite
INSERT INTO invitation (hash, org, account, until) VALUES (:hash, :org, :id, :until)

-- name: invited
SELECT account FROM invitation WHERE org = :org AND hash = :hash AND until > :now

-- name: invitation_until
SELECT max(until) FROM invitation WHERE org = :org AND account = :id

-- name: set_password
UPDATE account SET login = :login, login_enc = :login_enc, password_enc = :password, totp_enc = :totp, totp_step = :step
WHERE org = :org AND id = :id

-- name: login_of
SELECT id FROM account WHERE org = :org AND login = :login

-- name: password
SELECT id, login_enc, password_enc, totp_enc, totp_step FROM account
WHERE org = :org AND id = :id AND password_enc IS NOT NULL

-- name: step
UPDATE account SET totp_step = :step WHERE org = :org AND id = :id AND totp_step < :step

-- name: add_passkey
INSERT INTO passkey (hash, org, account, key_enc, count, at, used) VALUES (:hash, :org, :id, :key, :count, :at, :at)

-- name: passkey
SELECT hash, account, key_enc, count, at, used FROM passkey WHERE org = :org AND hash = :hash

-- name: passkeys
SELECT hash, account, key_enc, count, at, used FROM passkey WHERE org = :org AND account = :id ORDER BY at, hash

-- name: use_passkey
UPDATE passkey SET count = :count, used = :at WHERE org = :org AND hash = :hash

-- name: drop_passkey
DELETE FROM passkey WHERE org = :org AND account = :id AND hash = :hash

-- name: add_recovery
INSERT INTO recovery (hash, org, account) VALUES (:hash, :org, :id)

-- name: recovery
SELECT account FROM recovery WHERE org = :org AND hash = :hash

-- name: use_recovery
DELETE FROM recovery WHERE org = :org AND hash = :hash

-- name: recovery_left
SELECT count(*) FROM recovery WHERE org = :org AND account = :id

-- name: begin
INSERT INTO desk_session (hash, id, org, account, at, seen, device)
VALUES (:hash, :session, :org, :id, :now, :now, :device)

-- name: session
SELECT id, account, at, seen, device FROM desk_session
WHERE org = :org AND hash = :hash AND at > :began AND seen > :seen AND at <= :soon AND seen <= :soon

-- name: sessions
SELECT id, account, at, seen, device FROM desk_session
WHERE org = :org AND account = :id AND at > :began AND seen > :seen AND at <= :soon AND seen <= :soon ORDER BY seen DESC, id

-- name: see
UPDATE desk_session SET seen = :now WHERE org = :org AND hash = :hash

-- name: end
DELETE FROM desk_session WHERE org = :org AND account = :id AND id = :session

-- name: end_all
DELETE FROM desk_session WHERE org = :org AND account = :id AND id <> :but

-- name: tidy_sessions
DELETE FROM desk_session WHERE at <= :began OR seen <= :seen

-- name: tidy_invitations
DELETE FROM invitation WHERE until <= :now

-- name: last_link
SELECT chain FROM desk_log ORDER BY id DESC LIMIT 1

-- name: log
INSERT INTO desk_log (id, org, person, conversation, at, account, what, detail_enc, chain)
SELECT coalesce(max(seq), 0) + 1, :org, :person, :conversation, :at, :account, :what, :detail, :chain
FROM sqlite_sequence WHERE name = 'desk_log'

-- name: logged
SELECT id, at, account, what, conversation, person, detail_enc FROM desk_log
WHERE org = :org AND person = :person ORDER BY id

-- name: lines
SELECT id, at, account, what, conversation, person, detail_enc FROM desk_log
WHERE org = :org AND (:before = 0 OR id < :before) ORDER BY id DESC LIMIT :most

-- name: chain
SELECT id, org, person, conversation, at, account, what, detail_enc, chain FROM desk_log ORDER BY id

-- name: tidy_log
DELETE FROM desk_log WHERE id < (SELECT max(id) FROM desk_log WHERE at <= :old)

-- name: log_head
SELECT id, chain FROM desk_log ORDER BY id DESC LIMIT 1

-- name: log_link
SELECT chain FROM desk_log WHERE id = :id

-- name: log_first
SELECT id FROM desk_log ORDER BY id LIMIT 1

-- name: log_count
SELECT count(*) FROM desk_log

-- name: log_last
SELECT coalesce(seq, 0) FROM sqlite_sequence WHERE name = 'desk_log'
