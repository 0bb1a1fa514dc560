-- Whose report tells of the column; empty: a run of Optima.
ALTER TABLE column_link ADD COLUMN owner TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX column_link_by_owner ON column_link (owner);

-- Events that others sent, under the key of the archive; subject: node that they are about.
CREATE TABLE report (
  key TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  subject TEXT COLLATE "C" NOT NULL,
  event TEXT COLLATE "C" NOT NULL
);
CREATE INDEX report_by_subject ON report (subject);

-- What is emitted, by the key of its audit record, in the order of taking it in.
CREATE TABLE emitted (
  position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key TEXT COLLATE "C" NOT NULL UNIQUE
);

-- How far each destination is.
CREATE TABLE destination (
  name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  position BIGINT NOT NULL
);
