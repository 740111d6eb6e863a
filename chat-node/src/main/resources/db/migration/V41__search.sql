-- The index of words anew. A place begins with a character of the private use area (U+E000), which
-- is taken out of the texts: no message can stand in another account's list by what it says. The
-- index removes the words of a deleted message from its pages at once (secure-delete), and making
-- it anew removes the words of those that were deleted before.
DROP TABLE words;
DROP VIEW search_source;

CREATE VIEW search_source AS
SELECT position,
  CASE WHEN conversation < 0 THEN char(57344) || 'g' || -conversation
    WHEN sender = recipient THEN char(57344) || 'a' || sender
    ELSE char(57344) || 'a' || sender || ' ' || char(57344) || 'a' || recipient END AS place,
  replace(text, char(57344), ' ') AS text
FROM messages WHERE deleted = 0;

CREATE VIRTUAL TABLE words USING fts5(
  place, text,
  content = 'search_source', content_rowid = 'position', columnsize = 0,
  tokenize = "unicode61 remove_diacritics 2"
);

INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
INSERT INTO words (words) VALUES ('rebuild');
