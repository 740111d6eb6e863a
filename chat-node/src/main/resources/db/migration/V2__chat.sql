-- The chat's state. Only applying a committed command changes it, so it is equal on equal replicas,
-- down to the ids: they are given in the order of the log.

-- ids are 1, 2, 3 … in the order of registration; names are never freed.
CREATE TABLE accounts (
  id             INTEGER PRIMARY KEY,
  name           TEXT    NOT NULL UNIQUE,
  password_hash  TEXT    NOT NULL,
  created_millis INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
  token          BLOB    NOT NULL PRIMARY KEY, -- SHA-256 of the token
  account        INTEGER NOT NULL,
  client         TEXT    NOT NULL,
  expires_millis INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_of_account ON sessions (account, expires_millis);

-- The answer to every request that had an effect, for ever.
CREATE TABLE requests (
  account     INTEGER NOT NULL, -- the scope of the id
  request     BLOB    NOT NULL,
  fingerprint INTEGER NOT NULL,
  position    INTEGER NOT NULL,
  time_millis INTEGER NOT NULL,
  kind        INTEGER NOT NULL, -- 1 registered, 2 session opened, 3 sent, 4 marked
  first       INTEGER NOT NULL, -- by kind: 0, session id, conversation, delivered seq
  second      INTEGER NOT NULL, -- by kind: 0, expiry,     seq,          read seq
  PRIMARY KEY (account, request)
) STRICT, WITHOUT ROWID;

-- ids are 1, 2, 3 … in the order of the first message.
CREATE TABLE conversations (
  id     INTEGER PRIMARY KEY,
  lower  INTEGER NOT NULL, -- account whose name is first in code point order
  higher INTEGER NOT NULL,
  UNIQUE (lower, higher)
) STRICT;

-- Keyed by position: new messages go to the end of the tree, and each index ends with the position.
CREATE TABLE messages (
  position     INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL,
  seq          INTEGER NOT NULL,
  sender       INTEGER NOT NULL,
  recipient    INTEGER NOT NULL,
  time_millis  INTEGER NOT NULL,
  text         TEXT    NOT NULL
) STRICT;

CREATE UNIQUE INDEX messages_of_conversation ON messages (conversation, seq);
CREATE INDEX messages_of_sender ON messages (sender, position);
CREATE INDEX messages_of_recipient ON messages (recipient, position);

-- Messages that their recipient hasn't marked read: the inbox.
CREATE TABLE unread (
  account      INTEGER NOT NULL,
  conversation INTEGER NOT NULL,
  seq          INTEGER NOT NULL,
  position     INTEGER NOT NULL,
  PRIMARY KEY (account, conversation, seq)
) STRICT, WITHOUT ROWID;

-- How far each side of a conversation got, at the position of the last change.
CREATE TABLE marks (
  conversation  INTEGER NOT NULL,
  account       INTEGER NOT NULL, -- who marked
  peer          INTEGER NOT NULL, -- who sees it: the other side
  delivered_seq INTEGER NOT NULL,
  read_seq      INTEGER NOT NULL,
  position      INTEGER NOT NULL,
  PRIMARY KEY (conversation, account)
) STRICT, WITHOUT ROWID;

CREATE INDEX marks_for_peer ON marks (peer, position);

-- The newest time that a command carried.
CREATE TABLE clock (
  one         INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  time_millis INTEGER NOT NULL
) STRICT;

INSERT INTO clock VALUES (1, 0);
