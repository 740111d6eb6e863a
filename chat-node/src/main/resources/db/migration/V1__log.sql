-- What the node must never forget, in one row. applied_index moves in the transaction that applies.
CREATE TABLE meta (
  only_row      INTEGER PRIMARY KEY CHECK (only_row = 1),
  storage_id    TEXT    NOT NULL,
  cluster_id    TEXT,                          -- NULL: no promise was made yet
  promise       INTEGER NOT NULL DEFAULT 0,    -- the epoch promised
  rev           INTEGER NOT NULL DEFAULT 0,    -- the newest view acted on
  applied_index INTEGER NOT NULL DEFAULT 0,
  base_epoch    INTEGER NOT NULL DEFAULT 0,    -- the entry just before the first one held
  base_index    INTEGER NOT NULL DEFAULT 0,
  CHECK (applied_index >= base_index)
) STRICT;

-- The log behind the base, without gaps. checksum: CRC32C over epoch, idx (both big-endian) and payload.
CREATE TABLE log (
  idx      INTEGER PRIMARY KEY,
  epoch    INTEGER NOT NULL,
  checksum INTEGER NOT NULL,
  payload  BLOB    NOT NULL
) STRICT;
