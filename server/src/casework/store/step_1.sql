-- Times are UTC in ISO 8601. `deleted` is set for what can still be brought back.

CREATE TABLE folder (
    id      INTEGER PRIMARY KEY,
    name    TEXT NOT NULL,
    created TEXT NOT NULL,
    changed TEXT NOT NULL,
    deleted TEXT
) STRICT;

-- For what belongs to no case.
INSERT INTO folder (id, name, created, changed) VALUES (0, '', '', '');

CREATE TABLE folder_text (
    folder INTEGER NOT NULL REFERENCES folder ON DELETE CASCADE,
    field  TEXT NOT NULL,
    text   TEXT NOT NULL,
    PRIMARY KEY (folder, field)
) STRICT, WITHOUT ROWID;

-- One row for each different search of a case; `address` repeats it.
CREATE TABLE search (
    id       INTEGER PRIMARY KEY,
    folder   INTEGER NOT NULL REFERENCES folder ON DELETE CASCADE,
    address  TEXT NOT NULL,
    method   TEXT NOT NULL,
    query    TEXT NOT NULL,
    filters  TEXT NOT NULL,
    first_at TEXT NOT NULL,
    last_at  TEXT NOT NULL,
    times    INTEGER NOT NULL,
    snapshot TEXT NOT NULL,
    total    INTEGER NOT NULL,
    lexical  INTEGER,
    semantic INTEGER,
    saved    TEXT,
    UNIQUE (folder, address)
) STRICT;
CREATE INDEX search_by_time ON search (last_at);

-- What result lists showed: the first search that did, and where.
CREATE TABLE listed (
    folder   INTEGER NOT NULL REFERENCES folder ON DELETE CASCADE,
    document TEXT NOT NULL,
    search   INTEGER NOT NULL REFERENCES search ON DELETE CASCADE,
    place    INTEGER NOT NULL,
    PRIMARY KEY (folder, document)
) STRICT, WITHOUT ROWID;

CREATE TABLE reading (
    folder   INTEGER NOT NULL REFERENCES folder ON DELETE CASCADE,
    document TEXT NOT NULL,
    first_at TEXT NOT NULL,
    last_at  TEXT NOT NULL,
    times    INTEGER NOT NULL,
    PRIMARY KEY (folder, document)
) STRICT, WITHOUT ROWID;

CREATE TABLE collected (
    folder INTEGER NOT NULL REFERENCES folder ON DELETE CASCADE,
    entry  TEXT NOT NULL,
    title  TEXT NOT NULL,
    at     TEXT NOT NULL,
    place  INTEGER NOT NULL,
    stance TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (folder, entry)
) STRICT, WITHOUT ROWID;

-- Cases that may speak against the opinion, and why one was set aside.
CREATE TABLE adverse (
    folder   INTEGER NOT NULL REFERENCES folder ON DELETE CASCADE,
    document TEXT NOT NULL,
    title    TEXT NOT NULL,
    ground   TEXT NOT NULL,
    at       TEXT NOT NULL,
    waived   TEXT,
    PRIMARY KEY (folder, document)
) STRICT, WITHOUT ROWID;

CREATE TABLE note (
    id       INTEGER PRIMARY KEY,
    folder   INTEGER NOT NULL REFERENCES folder ON DELETE CASCADE,
    document TEXT NOT NULL,
    title    TEXT NOT NULL,
    place    TEXT NOT NULL,
    text     TEXT NOT NULL,
    tags     TEXT NOT NULL,
    created  TEXT NOT NULL,
    changed  TEXT NOT NULL,
    deleted  TEXT
) STRICT;
CREATE INDEX note_of_document ON note (document);

-- A report stays when its case is deleted: it was filed.
CREATE TABLE report (
    id     TEXT PRIMARY KEY,
    folder INTEGER REFERENCES folder ON DELETE SET NULL,
    name   TEXT NOT NULL,
    made   TEXT NOT NULL,
    body   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE pack (
    id      INTEGER PRIMARY KEY,
    name    TEXT NOT NULL,
    version INTEGER NOT NULL,
    origin  INTEGER REFERENCES pack ON DELETE SET NULL,
    created TEXT NOT NULL,
    changed TEXT NOT NULL,
    body    TEXT NOT NULL,
    deleted TEXT
) STRICT;
