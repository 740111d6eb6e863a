-- Groups, deletions, and marks that are not shown. The conversation of group n has the id -n: its
-- messages stand beside those of pairs, without a recipient (0).

-- ids are 1, 2, 3 … in the order in which the groups were made; they are never freed.
CREATE TABLE groups (
  number         INTEGER PRIMARY KEY,
  name           TEXT    NOT NULL,
  created_millis INTEGER NOT NULL,
  position       INTEGER NOT NULL -- of the last change to name or members
) STRICT;

-- Who belongs to a group, and who did: a stream tells each once that it is over.
CREATE TABLE members (
  conversation    INTEGER NOT NULL,
  account         INTEGER NOT NULL,
  owner           INTEGER NOT NULL, -- 0 or 1
  joined_seq      INTEGER NOT NULL, -- the first message that the member sees
  joined_position INTEGER NOT NULL,
  left_position   INTEGER NOT NULL, -- 0: belongs to it
  PRIMARY KEY (conversation, account)
) STRICT, WITHOUT ROWID;

CREATE INDEX members_of_account ON members (account, left_position);
CREATE INDEX messages_of_group ON messages (conversation, position) WHERE conversation < 0;
CREATE INDEX marks_of_group ON marks (conversation, position) WHERE conversation < 0;

-- 1: deleted for everyone. The row keeps its seq; the text is gone.
ALTER TABLE messages ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0;

-- What an account deleted for itself alone.
CREATE TABLE hidden (
  account      INTEGER NOT NULL,
  conversation INTEGER NOT NULL,
  seq          INTEGER NOT NULL,
  PRIMARY KEY (account, conversation, seq)
) STRICT, WITHOUT ROWID;

-- What streams tell of deletions.
CREATE TABLE deletions (
  position     INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL,
  account      INTEGER NOT NULL, -- who deleted
  peer         INTEGER NOT NULL, -- who else hears of it: the other side, or 0
  everyone     INTEGER NOT NULL, -- 0 or 1
  seqs         TEXT    NOT NULL, -- ascending, separated by commas
  time_millis  INTEGER NOT NULL
) STRICT;

CREATE INDEX deletions_by_account ON deletions (account, position);
CREATE INDEX deletions_for_peer ON deletions (peer, position) WHERE peer > 0;
CREATE INDEX deletions_of_group ON deletions (conversation, position) WHERE conversation < 0;

-- How far of its reading a side shows to the other.
ALTER TABLE marks ADD COLUMN shown_seq INTEGER NOT NULL DEFAULT 0;
UPDATE marks SET shown_seq = read_seq;
