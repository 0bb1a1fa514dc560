-- The last entry of each dataset's commit log that was taken in.
CREATE TABLE dataset (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  owner TEXT NOT NULL,
  dropped INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  head TEXT NOT NULL
);
CREATE INDEX dataset_by_name ON dataset (dropped, name);
CREATE INDEX dataset_by_owner ON dataset (owner, dropped, name);

-- Who may read which dataset: owner and readers; * is everybody.
CREATE TABLE access (
  principal TEXT NOT NULL,
  dropped INTEGER NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (principal, dropped, name)
) WITHOUT ROWID;
CREATE INDEX access_by_name ON access (name, principal);

CREATE TABLE label (
  label TEXT NOT NULL,
  value TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (label, value, name)
) WITHOUT ROWID;
CREATE INDEX label_by_name ON label (name);

-- Words as io.optima.lineage.Words cuts them; rowid is dataset.id.
CREATE VIRTUAL TABLE words USING fts5 (
  name, labels, columns, description, content = '', contentless_delete = 1
);

-- owner: the dataset whose log tells of the node and whose readers see it; empty for what others reported.
CREATE TABLE node (
  id TEXT NOT NULL PRIMARY KEY,
  type TEXT NOT NULL,
  label TEXT NOT NULL,
  content TEXT NOT NULL,
  owner TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX node_by_owner ON node (owner);

CREATE TABLE link (
  source TEXT NOT NULL,
  target TEXT NOT NULL,
  owner TEXT NOT NULL,
  PRIMARY KEY (source, target)
) WITHOUT ROWID;
CREATE INDEX link_by_target ON link (target, source);
CREATE INDEX link_by_owner ON link (owner);

CREATE TABLE column_link (
  source TEXT NOT NULL,
  target TEXT NOT NULL,
  from_column TEXT NOT NULL,
  to_column TEXT NOT NULL,
  via TEXT NOT NULL,
  PRIMARY KEY (source, target, from_column, to_column, via)
) WITHOUT ROWID;
CREATE INDEX column_link_by_target ON column_link (target);

-- time: microseconds since 1970.
CREATE TABLE audit (
  key TEXT NOT NULL PRIMARY KEY,
  time INTEGER NOT NULL,
  principal TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  dataset TEXT NOT NULL,
  detail TEXT NOT NULL,
  trace TEXT NOT NULL
);
CREATE INDEX audit_by_time ON audit (time, key);
CREATE INDEX audit_by_principal ON audit (principal, time, key);
CREATE INDEX audit_by_subject ON audit (subject, time, key);
CREATE INDEX audit_by_dataset ON audit (dataset, time, key);

-- Entries in the order in which they were taken in.
CREATE TABLE change (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  sequence INTEGER NOT NULL
);
