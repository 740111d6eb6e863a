-- The version of the rules by which commands are applied, and what its second version keeps. None of these tables is
-- in the state's hash before version 2: until then replicas of the program's version before have the same hash.

CREATE TABLE rules (
  one     INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  version INTEGER NOT NULL
) STRICT;

INSERT INTO rules VALUES (1, 1);

-- Why a request was refused whose row in requests is of kind 60.
CREATE TABLE refusals (
  position INTEGER PRIMARY KEY,
  reason   TEXT NOT NULL,
  detail   TEXT NOT NULL
) STRICT;

-- Memberships that somebody else made, and the member has neither read nor written there.
CREATE TABLE additions (
  account      INTEGER NOT NULL, -- the member
  conversation INTEGER NOT NULL,
  adder        INTEGER NOT NULL, -- the account that added the member
  PRIMARY KEY (account, conversation)
) STRICT, WITHOUT ROWID;

-- Memberships that ended before the account was added again: a stream still tells what was posted meanwhile. The rules
-- keep few of an account and a group.
CREATE TABLE former_members (
  account         INTEGER NOT NULL,
  conversation    INTEGER NOT NULL,
  joined_seq      INTEGER NOT NULL,
  joined_position INTEGER NOT NULL,
  left_position   INTEGER NOT NULL,
  PRIMARY KEY (account, conversation, left_position)
) STRICT, WITHOUT ROWID;

-- A stream reads those alone that ended after its cursor.
CREATE INDEX former_members_by_end ON former_members (account, left_position);
