package chat.node.sqlite;

import chat.node.chat.GroupId;
import chat.node.chat.GroupOutcome;
import chat.node.sqlite.SqlChatRequests.Columns;
import java.util.Set;

/** Answers to group commands in the columns of a request. Their kinds are 30 to 39. */
final class SqlGroupOutcomes {
  private static final int CREATED = 30;
  private static final int CHANGED = 31;
  private static final int POSTED = 32;
  static final Set<Integer> KINDS = Set.of(CREATED, CHANGED, POSTED);

  private SqlGroupOutcomes() {}

  static Columns columns(GroupOutcome outcome) {
    return switch (outcome) {
      case GroupOutcome.Created created -> new Columns(CREATED, created.group().number(), 0);
      case GroupOutcome.Changed changed -> new Columns(CHANGED, changed.group().number(), 0);
      case GroupOutcome.Posted posted -> new Columns(POSTED, posted.group().number(), posted.seq());
    };
  }

  static GroupOutcome read(int kind, long first, long second) {
    return switch (kind) {
      case CREATED -> new GroupOutcome.Created(new GroupId(first));
      case CHANGED -> new GroupOutcome.Changed(new GroupId(first));
      case POSTED -> new GroupOutcome.Posted(new GroupId(first), second);
      default -> throw new IllegalStateException("a request of kind " + kind);
    };
  }
}
