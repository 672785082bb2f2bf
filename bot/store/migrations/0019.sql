-- What was done, by when it was due: what is old is found behind however much of it waits.
CREATE INDEX job_done ON job (due) WHERE status IN ('done', 'failed', 'dropped');
