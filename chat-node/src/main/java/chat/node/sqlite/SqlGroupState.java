package chat.node.sqlite;

import static chat.node.sqlite.SqlChatRows.orFail;

import chat.node.chat.AccountName;
import chat.node.chat.GroupId;
import chat.node.chat.GroupState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Groups and their members in SQLite. */
final class SqlGroupState implements GroupState {
  private final SqlChatRows rows;

  SqlGroupState(SqlChatRows rows) {
    this.rows = rows;
  }

  @Override
  public long lastNumber() {
    return orFail(() -> rows.sql.number(0, "SELECT max(number) FROM groups"));
  }

  @Override
  public Optional<Group> group(GroupId id) {
    return orFail(() -> SqlGroups.find(rows.sql, id));
  }

  @Override
  public void putGroup(Group group, long position) {
    orFail(
        () ->
            rows.sql.update(
                """
                INSERT INTO groups (number, name, created_millis, position) VALUES (?, ?, ?, ?)
                ON CONFLICT (number) DO UPDATE SET name = excluded.name,
                  position = excluded.position""",
                group.id().number(),
                group.name(),
                group.createdMillis(),
                position));
  }

  @Override
  public List<Member> members(GroupId group) {
    return orFail(() -> SqlGroups.members(rows.sql, group));
  }

  @Override
  public Optional<Member> member(GroupId group, AccountName name) {
    return orFail(
        () -> {
          SqlChatRows.AccountRow account = rows.find(name);
          return account == null
              ? Optional.empty()
              : SqlGroups.member(rows.sql, group, account.id, name);
        });
  }

  @Override
  public void putMember(GroupId group, Member member) {
    orFail(
        () ->
            rows.sql.update(
                """
                INSERT INTO members
                  (conversation, account, owner, joined_seq, joined_position, left_position)
                VALUES (?, ?, ?, ?, ?, 0)
                ON CONFLICT (conversation, account) DO UPDATE SET owner = excluded.owner,
                  joined_seq = excluded.joined_seq, joined_position = excluded.joined_position,
                  left_position = 0""",
                -group.number(),
                rows.known(member.name()).id,
                member.owner() ? 1 : 0,
                member.joinedSeq(),
                member.joinedPosition()));
  }

  @Override
  public void endMembership(GroupId group, AccountName name, long position) {
    orFail(
        () ->
            rows.sql.update(
                """
                UPDATE members SET owner = 0, left_position = ?
                WHERE conversation = ? AND account = ?""",
                position,
                -group.number(),
                rows.known(name).id));
    accept(group, name);
  }

  @Override
  public void keepFormer(GroupId group, AccountName name, int most) {
    long account = orFail(() -> rows.known(name).id);
    orFail(
        () ->
            rows.sql.update(
                """
                INSERT INTO former_members
                  (account, conversation, joined_seq, joined_position, left_position)
                SELECT account, conversation, joined_seq, joined_position, left_position
                FROM members WHERE conversation = ? AND account = ? AND left_position > 0""",
                -group.number(),
                account));
    orFail(
        () ->
            rows.sql.update(
                """
                DELETE FROM former_members WHERE account = ?1 AND conversation = ?2
                AND left_position <= (
                  SELECT left_position FROM former_members WHERE account = ?1 AND conversation = ?2
                  ORDER BY left_position DESC LIMIT 1 OFFSET ?3)""",
                account,
                -group.number(),
                most));
  }

  @Override
  public void keepAddition(Addition addition) {
    orFail(
        () ->
            rows.sql.update(
                "INSERT INTO additions (account, conversation, adder) VALUES (?, ?, ?)",
                rows.known(addition.member()).id,
                -addition.group().number(),
                rows.known(addition.by()).id));
  }

  @Override
  public void accept(GroupId group, AccountName member) {
    orFail(
        () ->
            rows.sql.update(
                "DELETE FROM additions WHERE account = ? AND conversation = ?",
                rows.known(member).id,
                -group.number()));
  }

  @Override
  public List<Addition> additions(AccountName member) {
    return orFail(
        () -> {
          List<Addition> additions = new ArrayList<>();
          try (ResultSet row =
              rows.sql.query(
                  """
                  SELECT -d.conversation, a.name FROM additions d
                  CROSS JOIN accounts a ON a.id = d.adder
                  WHERE d.account = ? ORDER BY d.conversation DESC""",
                  rows.known(member).id)) {
            while (row.next()) {
              additions.add(
                  new Addition(
                      new GroupId(row.getLong(1)), member, new AccountName(row.getString(2))));
            }
          }
          return additions;
        });
  }

  @Override
  public List<GroupId> groupsOf(AccountName name) {
    return orFail(() -> groupsOf(rows.known(name).id));
  }

  private List<GroupId> groupsOf(long account) throws SQLException {
    List<GroupId> groups = new ArrayList<>();
    try (ResultSet row = rows.sql.query(SqlGroups.OF_ACCOUNT, account, 0, Integer.MAX_VALUE)) {
      while (row.next()) {
        groups.add(new GroupId(row.getLong(1)));
      }
    }
    return groups;
  }
}
