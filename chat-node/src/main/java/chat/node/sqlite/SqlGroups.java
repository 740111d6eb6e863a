package chat.node.sqlite;

import chat.node.chat.AccountName;
import chat.node.chat.GroupId;
import chat.node.chat.GroupReader.GroupView;
import chat.node.chat.GroupState.Group;
import chat.node.chat.GroupState.Member;
import chat.node.chat.ResultPage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Groups by number and by account, for the writer and for readers. */
final class SqlGroups {
  static final String OF_ACCOUNT =
      """
      SELECT -k.conversation FROM members k
      WHERE k.account = ? AND k.left_position = 0 AND k.conversation < -?
      ORDER BY k.conversation DESC LIMIT ?""";

  /** A name and two numbers, each in a field of its own. */
  private static final long MEMBER_BYTES = 64;

  static final String MEMBERS =
      """
      SELECT a.name, k.owner, k.joined_seq, k.joined_position
      FROM members k INDEXED BY members_of_group CROSS JOIN accounts a ON a.id = k.account
      WHERE k.conversation = ? AND k.left_position = 0
      ORDER BY k.joined_position, k.account""";
  static final String LISTENERS =
      """
      SELECT a.name FROM members k INDEXED BY members_of_group
      CROSS JOIN accounts a ON a.id = k.account
      WHERE k.conversation = ?1 AND k.left_position = 0
      UNION ALL SELECT a.name FROM members k INDEXED BY members_of_group
      CROSS JOIN accounts a ON a.id = k.account
      WHERE k.conversation = ?1 AND k.left_position >= max(?2, 1)""";

  private SqlGroups() {}

  static Optional<Group> find(SqlChatStatements sql, GroupId id) throws SQLException {
    try (ResultSet row =
        sql.query("SELECT name, created_millis FROM groups WHERE number = ?", id.number())) {
      return row.next()
          ? Optional.of(new Group(id, row.getString(1), row.getLong(2)))
          : Optional.empty();
    }
  }

  static List<Member> members(SqlChatStatements sql, GroupId group) throws SQLException {
    List<Member> members = new ArrayList<>();
    try (ResultSet row = sql.query(MEMBERS, -group.number())) {
      while (row.next()) {
        members.add(member(new AccountName(row.getString(1)), row));
      }
    }
    return members;
  }

  static List<GroupId> left(SqlChatStatements sql, long account, long position)
      throws SQLException {
    List<GroupId> left = new ArrayList<>();
    try (ResultSet row =
        sql.query(
            "SELECT -conversation FROM members WHERE account = ? AND left_position = ?",
            account,
            position)) {
      while (row.next()) {
        left.add(new GroupId(row.getLong(1)));
      }
    }
    return left;
  }

  static List<AccountName> listeners(SqlChatStatements sql, GroupId group, long position)
      throws SQLException {
    List<AccountName> names = new ArrayList<>();
    try (ResultSet row = sql.query(LISTENERS, -group.number(), position)) {
      while (row.next()) {
        names.add(new AccountName(row.getString(1)));
      }
    }
    return names;
  }

  static Optional<Member> member(
      SqlChatStatements sql, GroupId group, long account, AccountName name) throws SQLException {
    try (ResultSet row =
        sql.query(
            """
            SELECT 0, owner, joined_seq, joined_position FROM members
            WHERE conversation = ? AND account = ? AND left_position = 0""",
            -group.number(),
            account)) {
      return row.next() ? Optional.of(member(name, row)) : Optional.empty();
    }
  }

  private static Member member(AccountName name, ResultSet row) throws SQLException {
    return new Member(name, row.getInt(2) != 0, row.getLong(3), row.getLong(4));
  }

  static Optional<GroupView> view(SqlChatStatements sql, GroupId id) throws SQLException {
    Optional<Group> group = find(sql, id);
    return group.isEmpty()
        ? Optional.empty()
        : Optional.of(new GroupView(group.get(), members(sql, id)));
  }

  /** By number. */
  static ResultPage<GroupView> ofAccount(
      SqlChatStatements sql, long account, long after, int limit, PageRows<GroupView> page)
      throws SQLException {
    List<GroupId> ids = new ArrayList<>();
    try (ResultSet row = sql.query(OF_ACCOUNT, account, after, limit + 1)) {
      while (row.next()) {
        ids.add(new GroupId(row.getLong(1)));
      }
    }
    for (GroupId id : ids) {
      GroupView view = view(sql, id).orElseThrow();
      if (!page.takes(id.number(), bytes(view))) {
        break;
      }
      page.add(id.number(), bytes(view), view);
    }
    return page.page(false, 0);
  }

  /** What a group takes in an answer, about: its members' names above all. */
  static long bytes(GroupView view) {
    return MEMBER_BYTES * view.members().size();
  }
}
