-- What is sent from two tabs is said once: a draft carries the mark of the page it was begun on, and so does each page
-- that shows it. And a case whose person ended the talk is nobody's to take back before they ask again.

ALTER TABLE desk_draft ADD COLUMN mark TEXT NOT NULL DEFAULT '';
ALTER TABLE desk_case ADD COLUMN ended INTEGER NOT NULL DEFAULT 0;  -- by the person, since they were last held or waited

UPDATE desk_case SET ended = 1
WHERE holder = 'bot' AND owner <> '' AND (
    SELECT what FROM desk_log WHERE desk_log.org = desk_case.org AND desk_log.conversation = desk_case.conversation
    AND what IN ('claim', 'transfer', 'release', 'close') ORDER BY id DESC LIMIT 1
) IN ('claim', 'transfer');
