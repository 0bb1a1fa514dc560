-- Whose report tells of the column; empty: a run of Optima.
ALTER TABLE column_link ADD COLUMN owner TEXT NOT NULL DEFAULT '';
CREATE INDEX column_link_by_owner ON column_link (owner);

-- Events that others sent, under the key of the archive; subject: node that they are about.
CREATE TABLE report (
  key TEXT NOT NULL PRIMARY KEY,
  subject TEXT NOT NULL,
  event TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX report_by_subject ON report (subject);

-- What is emitted, by the key of its audit record, in the order of taking it in.
CREATE TABLE emitted (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE
);

-- How far each destination is.
CREATE TABLE destination (
  name TEXT NOT NULL PRIMARY KEY,
  position INTEGER NOT NULL
) WITHOUT ROWID;
