package chat.node.sqlite;

import chat.node.chat.AccountName;
import chat.node.chat.ConversationId;
import chat.node.chat.GroupId;
import chat.node.chat.MessageState.Deletion;
import chat.node.chat.PairId;
import chat.node.sqlite.SqlChatRows.AccountRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** The writer's deletions: of a message for everyone, or from one account's view. */
final class SqlDeletions {
  private static final long NOBODY = 0;

  private final SqlChatRows rows;

  SqlDeletions(SqlChatRows rows) {
    this.rows = rows;
  }

  AccountName sender(ConversationId conversation, long seq) throws SQLException {
    try (ResultSet row =
        rows.sql.query(
            """
            SELECT a.name FROM messages m CROSS JOIN accounts a ON a.id = m.sender
            WHERE m.conversation = ? AND m.seq = ?""",
            rows.known(conversation).id,
            seq)) {
      if (!row.next()) {
        throw new IllegalStateException("no message " + conversation + "/" + seq);
      }
      return new AccountName(row.getString(1));
    }
  }

  boolean isVisible(ConversationId conversation, long seq, AccountName name) throws SQLException {
    return rows.sql.number(
            0,
            """
            SELECT count(*) FROM messages m
            WHERE m.conversation = ?1 AND m.seq = ?2 AND m.deleted = 0 AND NOT EXISTS
              (SELECT 1 FROM hidden WHERE account = ?3 AND conversation = ?1 AND seq = ?2)""",
            rows.known(conversation).id,
            seq,
            rows.known(name).id)
        > 0;
  }

  int delete(Deletion deletion) throws SQLException {
    long conversation = rows.known(deletion.conversation()).id;
    AccountRow by = rows.known(deletion.by());
    if (deletion.forEveryone()) {
      erase(deletion, conversation);
    } else {
      hide(by, conversation, deletion.seqs());
    }
    long peer =
        switch (deletion.conversation()) {
          case GroupId _ -> NOBODY;
          case PairId pair ->
              deletion.forEveryone() ? rows.known(pair.other(deletion.by())).id : NOBODY;
        };
    return rows.sql.update(
        """
        INSERT INTO deletions (position, conversation, account, peer, everyone, seqs, time_millis)
        VALUES (?, ?, ?, ?, ?, ?, ?)""",
        deletion.position(),
        conversation,
        by.id,
        peer,
        deletion.forEveryone() ? 1 : 0,
        deletion.seqs().stream().map(String::valueOf).collect(Collectors.joining(",")),
        deletion.timeMillis());
  }

  private void erase(Deletion deletion, long conversation) throws SQLException {
    for (long seq : deletion.seqs()) {
      // The index of words is told what it held, so its entry goes first.
      rows.sql.update(SqlSearch.REMOVE, conversation, seq);
      rows.sql.update(
          "UPDATE messages SET deleted = 1, text = '' WHERE conversation = ? AND seq = ?",
          conversation,
          seq);
    }
    switch (deletion.conversation()) {
      case GroupId _ -> SqlCounters.erased(rows.sql, conversation, deletion.seqs());
      case PairId pair -> {
        read(rows.known(pair.lower()), conversation, deletion.seqs());
        read(rows.known(pair.higher()), conversation, deletion.seqs());
      }
    }
  }

  private void hide(AccountRow account, long conversation, List<Long> seqs) throws SQLException {
    for (long seq : seqs) {
      rows.sql.update(
          "INSERT INTO hidden (account, conversation, seq) VALUES (?, ?, ?)",
          account.id,
          conversation,
          seq);
    }
    if (conversation < 0) {
      SqlCounters.hidden(rows.sql, conversation, account.id, seqs);
    } else {
      read(account, conversation, seqs);
    }
  }

  private void read(AccountRow account, long conversation, List<Long> seqs) throws SQLException {
    int waited = 0;
    for (long seq : seqs) {
      waited +=
          rows.sql.update(
              "DELETE FROM unread WHERE account = ? AND conversation = ? AND seq = ?",
              account.id,
              conversation,
              seq);
    }
    rows.noLongerUnread(account, conversation, waited);
  }
}
