-- name: schema
CREATE VIRTUAL TABLE name USING fts5 (code UNINDEXED, lang UNINDEXED, folded, tokenize = "unicode61")

-- name: put
INSERT INTO name (code, lang, folded) VALUES (?, ?, ?)

-- name: search
SELECT code, lang, folded FROM name WHERE name MATCH :match AND lang = :lang ORDER BY bm25(name), rowid LIMIT :limit
