package chat.node.chat;

import java.util.List;
import java.util.Optional;

/** Groups and who belongs to them, as part of the {@link ChatState}, whose terms hold here. */
public interface GroupState {

  /** The number of the newest group; 0 where there is none. */
  long lastNumber();

  Optional<Group> group(GroupId id);

  record Group(GroupId id, String name, long createdMillis) {}

  /** Makes or renames a group; or only says that its members changed, at this position. */
  void putGroup(Group group, long position);

  /** Who belongs to the group now, the eldest first. */
  List<Member> members(GroupId group);

  /** Who belongs to the group now. */
  Optional<Member> member(GroupId group, AccountName name);

  /** A member sees messages from {@code joinedSeq} on. */
  record Member(AccountName name, boolean owner, long joinedSeq, long joinedPosition) {}

  /** Adds a member, again or for the first time, or changes one. The group and account exist. */
  void putMember(GroupId group, Member member);

  /** The member is out, since this position. */
  void endMembership(GroupId group, AccountName name, long position);

  /**
   * Keeps what the account may still hear of the membership that ended, before it is put anew; does
   * nothing where none has. Of those that are kept of the account in this group, the newest {@code
   * most} stay.
   */
  void keepFormer(GroupId group, AccountName name, int most);

  /** Somebody else made this membership, and the member has neither read nor written there. */
  void keepAddition(Addition addition);

  record Addition(GroupId group, AccountName member, AccountName by) {}

  /** The membership is the member's own from now on. */
  void accept(GroupId group, AccountName member);

  /**
   * The account's additions, by group in the order in which they were made. A membership that ends
   * is none of these any more.
   */
  List<Addition> additions(AccountName member);

  /** The groups that the account belongs to now, in the order in which they were made. */
  List<GroupId> groupsOf(AccountName name);
}
