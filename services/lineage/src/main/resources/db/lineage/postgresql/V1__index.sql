-- The last entry of each dataset's commit log that was taken in.
CREATE TABLE dataset (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name TEXT COLLATE "C" NOT NULL UNIQUE,
  owner TEXT COLLATE "C" NOT NULL,
  dropped SMALLINT NOT NULL,
  sequence BIGINT NOT NULL,
  head TEXT NOT NULL
);
CREATE INDEX dataset_by_name ON dataset (dropped, name);
CREATE INDEX dataset_by_owner ON dataset (owner, dropped, name);

-- Who may read which dataset: owner and readers; * is everybody.
CREATE TABLE access (
  principal TEXT COLLATE "C" NOT NULL,
  dropped SMALLINT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (principal, dropped, name)
);
CREATE INDEX access_by_name ON access (name, principal);

CREATE TABLE label (
  label TEXT COLLATE "C" NOT NULL,
  value TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (label, value, name)
);
CREATE INDEX label_by_name ON label (name);

-- Words as io.optima.lineage.Words cuts them; id is dataset.id.
CREATE TABLE words (
  id BIGINT PRIMARY KEY,
  document TSVECTOR NOT NULL
);
CREATE INDEX words_by_document ON words USING GIN (document);

-- owner: the dataset whose log tells of the node and whose readers see it; empty for what others reported.
CREATE TABLE node (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  type TEXT COLLATE "C" NOT NULL,
  label TEXT COLLATE "C" NOT NULL,
  content TEXT COLLATE "C" NOT NULL,
  owner TEXT COLLATE "C" NOT NULL
);
CREATE INDEX node_by_owner ON node (owner);

CREATE TABLE link (
  source TEXT COLLATE "C" NOT NULL,
  target TEXT COLLATE "C" NOT NULL,
  owner TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (source, target)
);
CREATE INDEX link_by_target ON link (target, source);
CREATE INDEX link_by_owner ON link (owner);

CREATE TABLE column_link (
  source TEXT COLLATE "C" NOT NULL,
  target TEXT COLLATE "C" NOT NULL,
  from_column TEXT COLLATE "C" NOT NULL,
  to_column TEXT COLLATE "C" NOT NULL,
  via TEXT COLLATE "C" NOT NULL
);
-- Column names may be longer than an index takes.
CREATE UNIQUE INDEX column_link_once ON column_link
  (source, target, md5(from_column || ' > ' || to_column || ' ' || via));
CREATE INDEX column_link_by_target ON column_link (target);

-- time: microseconds since 1970.
CREATE TABLE audit (
  key TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  time BIGINT NOT NULL,
  principal TEXT COLLATE "C" NOT NULL,
  action TEXT COLLATE "C" NOT NULL,
  subject TEXT COLLATE "C" NOT NULL,
  dataset TEXT COLLATE "C" NOT NULL,
  detail TEXT COLLATE "C" NOT NULL,
  trace TEXT COLLATE "C" NOT NULL
);
CREATE INDEX audit_by_time ON audit (time, key);
CREATE INDEX audit_by_principal ON audit (principal, time, key);
CREATE INDEX audit_by_subject ON audit (subject, time, key);
CREATE INDEX audit_by_dataset ON audit (dataset, time, key);

-- Entries in the order in which they were taken in.
CREATE TABLE change (
  position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name TEXT COLLATE "C" NOT NULL,
  sequence BIGINT NOT NULL
);
