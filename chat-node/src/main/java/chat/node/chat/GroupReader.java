package chat.node.chat;

import java.util.List;
import java.util.Optional;

/** Questions about groups, as part of the {@link ChatReader}. */
public interface GroupReader {

  /** The group, where {@code viewer} belongs to it. */
  Optional<GroupView> group(AccountName viewer, GroupId id);

  /** A group with its members, the eldest first. */
  record GroupView(GroupState.Group group, List<GroupState.Member> members) {
    public GroupView {
      members = List.copyOf(members);
    }
  }

  /** The groups that the account belongs to, with a number above this one, ascending. */
  ResultPage<GroupView> groups(AccountName account, long afterNumber, int limit);

  /** The groups that the account left at this position. */
  List<GroupId> groupsLeft(AccountName account, long position);

  /** Who belongs to the group now, and who left it at this position or after it. */
  List<AccountName> listeners(GroupId id, long position);
}
