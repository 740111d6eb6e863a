-- What reads would otherwise count or sort anew each time. Every table of this script is derived
-- from the tables before it and is changed in the same transaction; the state's hash leaves them out.

-- One row for each side of a pair's conversation: the position of its newest message, deleted or
-- not, and the number of its messages that the account hasn't read.
CREATE TABLE activity (
  account      INTEGER NOT NULL,
  conversation INTEGER NOT NULL,
  position     INTEGER NOT NULL,
  unread       INTEGER NOT NULL,
  PRIMARY KEY (account, conversation)
) STRICT, WITHOUT ROWID;

CREATE INDEX activity_newest ON activity (account, position);

INSERT INTO activity (account, conversation, position, unread)
SELECT s.account, s.conversation, s.position,
  (SELECT count(*) FROM unread u WHERE u.account = s.account AND u.conversation = s.conversation)
FROM (
  SELECT c.lower AS account, c.id AS conversation,
    (SELECT max(m.position) FROM messages m WHERE m.conversation = c.id) AS position
  FROM conversations c
  UNION
  SELECT c.higher, c.id, (SELECT max(m.position) FROM messages m WHERE m.conversation = c.id)
  FROM conversations c) s;

-- The number of rows of an account in the table unread.
CREATE TABLE mailboxes (
  account INTEGER PRIMARY KEY,
  unread  INTEGER NOT NULL
) STRICT;

INSERT INTO mailboxes (account, unread) SELECT account, count(*) FROM unread GROUP BY account;

CREATE INDEX unread_by_position ON unread (account, position);

-- The messages of a group by sender. nth is 1, 2, 3 … within a sender's messages in the group, so
-- that the number of them behind any seq is a difference of two rows.
CREATE TABLE posts (
  conversation INTEGER NOT NULL,
  account      INTEGER NOT NULL,
  seq          INTEGER NOT NULL,
  nth          INTEGER NOT NULL,
  PRIMARY KEY (conversation, account, seq)
) STRICT, WITHOUT ROWID;

INSERT INTO posts (conversation, account, seq, nth)
SELECT conversation, sender, seq,
  row_number() OVER (PARTITION BY conversation, sender ORDER BY seq)
FROM messages WHERE conversation < 0;

-- Messages of a group that count as unread for nobody (account 0), or not for one account, beside
-- its own: a sum per seq, and per 64, 64², 64³ and 64⁴ of them (level 0 to 4, slot = seq >> 6 · level).
-- Account 0: +1 for a message deleted for everyone. An account: +1 for a message that it hid, of
-- another sender; -1 for a message deleted for everyone that it sent or had hidden, which account 0
-- counts. So the number of unread messages behind a seq takes a few rows, whatever was deleted.
CREATE TABLE removals (
  conversation INTEGER NOT NULL,
  account      INTEGER NOT NULL,
  level        INTEGER NOT NULL,
  slot         INTEGER NOT NULL,
  messages     INTEGER NOT NULL,
  PRIMARY KEY (conversation, account, level, slot)
) STRICT, WITHOUT ROWID;

CREATE INDEX hidden_in_group ON hidden (conversation, seq) WHERE conversation < 0;

INSERT INTO removals (conversation, account, level, slot, messages)
SELECT r.conversation, r.account, l.level, r.seq >> (6 * l.level), sum(r.messages)
FROM (
  SELECT conversation, 0 AS account, seq, 1 AS messages
  FROM messages WHERE conversation < 0 AND deleted = 1
  UNION ALL
  SELECT conversation, sender, seq, -1 FROM messages WHERE conversation < 0 AND deleted = 1
  UNION ALL
  SELECT h.conversation, h.account, h.seq, 1 - m.deleted
  FROM hidden h CROSS JOIN messages m ON m.conversation = h.conversation AND m.seq = h.seq
  WHERE h.conversation < 0 AND m.sender <> h.account) r
CROSS JOIN (SELECT 0 AS level UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3
  UNION ALL SELECT 4) l
WHERE r.messages <> 0
GROUP BY r.conversation, r.account, l.level, r.seq >> (6 * l.level);

-- A sender's messages to single users, without those to groups, which have an index of their own.
DROP INDEX messages_of_sender;
CREATE INDEX messages_to_users ON messages (sender, position) WHERE recipient > 0;

-- Who belongs to a group, without those who left it long ago.
CREATE INDEX members_of_group ON members (conversation, left_position);
