-- The words of every message that isn't deleted, and where they were said: a search of one user's
-- conversations meets no other's. Derived from messages alone, changed in the same transaction;
-- how its pages lie depends on a replica's transactions, so the state's hash leaves it out.
CREATE VIEW search_source AS
SELECT position,
  CASE WHEN conversation < 0 THEN 'g' || -conversation
    WHEN sender = recipient THEN 'a' || sender
    ELSE 'a' || sender || ' a' || recipient END AS place,
  text
FROM messages WHERE deleted = 0;

CREATE VIRTUAL TABLE words USING fts5(
  place, text,
  content = 'search_source', content_rowid = 'position', columnsize = 0,
  tokenize = "unicode61 remove_diacritics 2"
);

INSERT INTO words (words) VALUES ('rebuild');
