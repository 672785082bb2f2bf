-- How long answers are kept counts from when the person last did something; NULL: they never agreed since this is noted.
ALTER TABLE person ADD COLUMN heard INTEGER;
ALTER TABLE person ADD COLUMN warned INTEGER;   -- when it was told, or could not be, that the end is near
CREATE INDEX person_heard ON person (heard) WHERE consent = 'given';
UPDATE person SET heard = coalesce((
    SELECT CASE WHEN max(touched) > person.at THEN max(touched) END
    FROM conversation c WHERE c.org = person.org AND c.person = person.id), at)
WHERE consent = 'given';
