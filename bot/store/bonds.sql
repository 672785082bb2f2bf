-- name: begin
INSERT INTO bond (id, org, person, account, at) VALUES (:id, :org, :person, :account, :at)
ON CONFLICT (org, person, account) DO NOTHING

-- name: end
DELETE FROM bond WHERE org = :org AND person = :person AND account = :account

-- name: forget_bond
DELETE FROM bond WHERE org = :org AND person = :person

-- name: people
SELECT bond.id, bond.person, bond.account, bond.at FROM bond
JOIN person ON person.org = bond.org AND person.id = bond.person
WHERE bond.org = :org AND bond.account = :account AND person.consent = 'given' ORDER BY bond.at, bond.id

-- name: bond
SELECT bond.id, bond.person, bond.account, bond.at FROM bond
JOIN person ON person.org = bond.org AND person.id = bond.person
WHERE bond.org = :org AND bond.account = :account AND bond.id = :id AND person.consent = 'given'

-- name: between
SELECT bond.id, bond.person, bond.account, bond.at FROM bond
JOIN person ON person.org = bond.org AND person.id = bond.person
WHERE bond.org = :org AND bond.account = :account AND bond.person = :person AND person.consent = 'given'

-- name: invite
INSERT INTO bond_word (word_hash, id, org, account, at, until) VALUES (:hash, :id, :org, :account, :at, :until)

-- name: invitations
SELECT id, at, until FROM bond_word WHERE org = :org AND account = :account AND until > :now ORDER BY at, id

-- name: invited
SELECT account FROM bond_word WHERE org = :org AND word_hash = :hash AND until > :now

-- name: used
DELETE FROM bond_word WHERE org = :org AND word_hash = :hash

-- name: revoke
DELETE FROM bond_word WHERE org = :org AND account = :account AND id = :id

-- name: tidy_words
DELETE FROM bond_word WHERE until < :now
