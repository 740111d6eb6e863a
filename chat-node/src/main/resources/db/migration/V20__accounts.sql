-- What is said of an account by reference, so that it takes one row however many rows it concerns.
ALTER TABLE accounts ADD COLUMN password_position INTEGER NOT NULL DEFAULT 0; -- where it was set
ALTER TABLE accounts ADD COLUMN sessions_from     INTEGER NOT NULL DEFAULT 0; -- sessions opened before this position have ended
ALTER TABLE accounts ADD COLUMN deleted_position  INTEGER NOT NULL DEFAULT 0; -- 0: it isn't
ALTER TABLE accounts ADD COLUMN deleted_millis    INTEGER NOT NULL DEFAULT 0;

CREATE INDEX accounts_deleted ON accounts (deleted_position);

-- A session that was ended keeps its row: whose it was tells a retry from a stranger.
ALTER TABLE sessions ADD COLUMN opened_position INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN created_millis  INTEGER NOT NULL DEFAULT 0; -- 0: before this was kept
ALTER TABLE sessions ADD COLUMN used_millis     INTEGER NOT NULL DEFAULT 0; -- opened or last renewed
ALTER TABLE sessions ADD COLUMN ended           INTEGER NOT NULL DEFAULT 0;

CREATE TABLE blocks (
  account      INTEGER NOT NULL, -- who blocks
  blocked      INTEGER NOT NULL,
  since_millis INTEGER NOT NULL,
  PRIMARY KEY (account, blocked)
) STRICT, WITHOUT ROWID;

-- Finds the conversations of an account from its other side; UNIQUE (lower, higher) is the one side.
CREATE INDEX conversations_of_higher ON conversations (higher, lower);

-- What was done to accounts and to the cluster.
CREATE TABLE audit (
  position    INTEGER PRIMARY KEY,
  time_millis INTEGER NOT NULL,
  actor       TEXT    NOT NULL,
  action      TEXT    NOT NULL,
  subject     TEXT    NOT NULL
) STRICT;
