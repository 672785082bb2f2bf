-- name: schema
-- Occupations that an operator imported. Nothing here is about a person. `code` is unique over all sources.
CREATE TABLE source (
    name TEXT PRIMARY KEY, version TEXT NOT NULL, attribution TEXT NOT NULL, licence TEXT NOT NULL, file TEXT NOT NULL,
    sha256 TEXT NOT NULL, at INTEGER NOT NULL, occupations INTEGER NOT NULL DEFAULT 0, skills INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE occupation (
    code TEXT PRIMARY KEY, source TEXT NOT NULL, uri TEXT NOT NULL, parent TEXT NOT NULL, isco TEXT NOT NULL,
    field TEXT NOT NULL, regulated INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE title (
    code TEXT NOT NULL, lang TEXT NOT NULL, text TEXT NOT NULL, masculine TEXT NOT NULL, feminine TEXT NOT NULL,
    definition TEXT NOT NULL DEFAULT '', PRIMARY KEY (code, lang)
) STRICT, WITHOUT ROWID;
-- Each name in each gender, as it is compared. kind: title | other | rare.
CREATE TABLE name (
    folded TEXT NOT NULL, code TEXT NOT NULL, lang TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (folded, code, lang)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_of ON name (code, lang);
-- uses: of how many occupations it is at the heart; the fewer, the more it says of each.
CREATE TABLE skill (
    ref TEXT PRIMARY KEY, source TEXT NOT NULL, kind TEXT NOT NULL, uses INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE label (
    ref TEXT NOT NULL, lang TEXT NOT NULL, text TEXT NOT NULL, folded TEXT NOT NULL, PRIMARY KEY (ref, lang)
) STRICT, WITHOUT ROWID;
CREATE TABLE needs (
    code TEXT NOT NULL, rank INTEGER NOT NULL, ref TEXT NOT NULL, core INTEGER NOT NULL, PRIMARY KEY (code, rank)
) STRICT, WITHOUT ROWID;
CREATE TABLE near (code TEXT NOT NULL, rank INTEGER NOT NULL, other TEXT NOT NULL, PRIMARY KEY (code, rank, other))
STRICT, WITHOUT ROWID;
CREATE TABLE leaf (id INTEGER PRIMARY KEY, code TEXT NOT NULL, lang TEXT NOT NULL, UNIQUE (code, lang)) STRICT;
CREATE VIRTUAL TABLE leaves USING fts5 (title, names, skills, tokenize = "unicode61 remove_diacritics 2");

-- name: put_source
INSERT INTO source (name, version, attribution, licence, file, sha256, at)
VALUES (:name, :version, :attribution, :licence, :file, :sha256, :at)

-- name: put_occupation
INSERT INTO occupation (code, source, uri, parent, isco, field, regulated) VALUES (?, ?, ?, ?, ?, ?, ?)

-- name: put_title
INSERT INTO title (code, lang, text, masculine, feminine) VALUES (?, ?, ?, ?, ?)

-- name: put_definition
UPDATE title SET definition = :text WHERE code = :code AND lang = :lang

-- name: put_name
INSERT OR IGNORE INTO name (folded, code, lang, kind, text) VALUES (?, ?, ?, ?, ?)

-- name: put_skill
INSERT OR IGNORE INTO skill (ref, source, kind) VALUES (?, ?, ?)

-- name: put_label
INSERT INTO label (ref, lang, text, folded) VALUES (?, ?, ?, ?)

-- name: put_need
INSERT INTO needs (code, rank, ref, core) VALUES (?, ?, ?, ?)

-- name: put_near
INSERT OR IGNORE INTO near (code, rank, other) VALUES (?, ?, ?)

-- name: clear_leaves
DELETE FROM leaves WHERE rowid IN
    (SELECT id FROM leaf WHERE code IN (SELECT code FROM occupation WHERE source = :source))

-- name: clear_leaf
DELETE FROM leaf WHERE code IN (SELECT code FROM occupation WHERE source = :source)

-- name: clear_near
DELETE FROM near WHERE code IN (SELECT code FROM occupation WHERE source = :source)

-- name: clear_needs
DELETE FROM needs WHERE code IN (SELECT code FROM occupation WHERE source = :source)

-- name: clear_label
DELETE FROM label WHERE ref IN (SELECT ref FROM skill WHERE source = :source)

-- name: clear_skill
DELETE FROM skill WHERE source = :source

-- name: clear_name
DELETE FROM name WHERE code IN (SELECT code FROM occupation WHERE source = :source)

-- name: clear_title
DELETE FROM title WHERE code IN (SELECT code FROM occupation WHERE source = :source)

-- name: clear_occupation
DELETE FROM occupation WHERE source = :source

-- name: clear_source
DELETE FROM source WHERE name = :source

-- name: grow_leaf
INSERT INTO leaf (code, lang)
SELECT t.code, t.lang FROM title t JOIN occupation o ON o.code = t.code WHERE o.source = :source
ORDER BY t.code, t.lang

-- name: grow_leaves
INSERT INTO leaves (rowid, title, names, skills)
SELECT l.id, fold(t.masculine || ' ' || t.feminine),
    coalesce((SELECT group_concat(n.folded, ' ') FROM name n WHERE n.code = l.code AND n.lang = l.lang
        AND n.kind <> 'title'), ''),
    coalesce((SELECT group_concat(b.folded, ' ') FROM needs d JOIN label b ON b.ref = d.ref AND b.lang = l.lang
        WHERE d.code = l.code AND d.core = 1), '')
FROM leaf l JOIN title t ON t.code = l.code AND t.lang = l.lang JOIN occupation o ON o.code = l.code
WHERE o.source = :source

-- name: count_uses
UPDATE skill SET uses = told.uses
FROM (SELECT ref, count(DISTINCT code) AS uses FROM needs WHERE core = 1 GROUP BY ref) AS told
WHERE skill.source = :source AND told.ref = skill.ref

-- name: count
UPDATE source SET occupations = (SELECT count(*) FROM occupation WHERE source = name),
    skills = (SELECT count(*) FROM skill WHERE source = name)
WHERE name = :source

-- name: sources
SELECT name, version, attribution, licence, file, sha256, at, occupations, skills FROM source ORDER BY name DESC

-- name: search
SELECT l.code, o.source, o.isco, l.lang, t.text, t.masculine, t.feminine, '', -bm25(leaves, 8.0, 5.0, 1.0) AS score
FROM leaves JOIN leaf l ON l.id = leaves.rowid JOIN title t ON t.code = l.code AND t.lang = l.lang
    JOIN occupation o ON o.code = l.code
WHERE leaves MATCH :match AND (:lang = '' OR l.lang IN (:lang, 'fr'))
ORDER BY o.source DESC, score DESC, l.code LIMIT :limit

-- name: named
SELECT n.code, o.source, o.isco, n.lang, t.text, t.masculine, t.feminine, n.text,
    CASE n.kind WHEN 'title' THEN 3.0 WHEN 'other' THEN 2.0 ELSE 1.0 END AS score
FROM name n JOIN occupation o ON o.code = n.code JOIN title t ON t.code = n.code AND t.lang = n.lang
WHERE n.folded IN (SELECT value FROM json_each(:folded)) AND (:lang = '' OR n.lang IN (:lang, 'fr'))
ORDER BY o.source DESC, score DESC, n.code, n.text

-- name: occupation
SELECT o.code, o.source, t.lang, t.text, t.masculine, t.feminine, t.definition, o.regulated, o.parent, o.isco, o.field
FROM occupation o JOIN title t ON t.code = o.code
WHERE o.code = :code ORDER BY t.lang <> :lang, t.lang <> 'fr', t.lang <> 'en', t.lang LIMIT 1

-- name: skills
SELECT d.ref, fr.text, coalesce(own.text, fr.text)
FROM needs d JOIN skill s ON s.ref = d.ref JOIN label fr ON fr.ref = d.ref AND fr.lang = 'fr'
    LEFT JOIN label own ON own.ref = d.ref AND own.lang = :lang
WHERE d.code = :code AND d.core = 1 AND s.kind = 'skill'
    AND max(length(fr.text), length(coalesce(own.text, ''))) <= :longest
ORDER BY s.uses, d.rank LIMIT :limit
