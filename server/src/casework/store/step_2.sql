-- Taken out of a list; collected again, an entry has its stance and reason again.
ALTER TABLE collected ADD COLUMN removed TEXT;
