package chat.node.chat;

import static chat.node.chat.Effect.kept;
import static chat.node.chat.Effect.notKept;
import static chat.node.chat.Effect.refused;
import static chat.node.chat.Effect.unknownUser;

import chat.node.chat.GroupCommand.Add;
import chat.node.chat.GroupCommand.Create;
import chat.node.chat.GroupCommand.Leave;
import chat.node.chat.GroupCommand.Post;
import chat.node.chat.GroupCommand.Remove;
import chat.node.chat.GroupCommand.Rename;
import chat.node.chat.GroupState.Group;
import chat.node.chat.GroupState.Member;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the commands of groups do. A group that has members has one owner. Only the owner renames
 * it, adds and removes; where the owner goes, the eldest member follows: who has been there for
 * longest, of those who came at once the one whose account is older.
 */
final class GroupRules {
  private final GroupLimits limits;

  GroupRules(GroupLimits limits) {
    this.limits = limits;
  }

  Effect apply(ChatState state, long position, GroupCommand command) {
    return switch (command) {
      case Create create -> create(state, position, create);
      case Rename rename -> rename(state, position, rename);
      case Add add -> add(state, position, add);
      case Remove remove -> remove(state, position, remove);
      case Leave leave -> leave(state, position, leave);
      case Post post -> post(state, position, post);
    };
  }

  private Effect create(ChatState state, long position, Create command) {
    Set<AccountName> members = new LinkedHashSet<>();
    members.add(command.scope());
    members.addAll(command.members());
    if (members.size() > limits.members()) {
      return full();
    }
    for (AccountName name : members) {
      Optional<Effect> refusal = unableToJoin(state, command.scope(), name);
      if (refusal.isPresent()) {
        return refusal.get();
      }
    }
    GroupState groups = state.groups();
    GroupId id = new GroupId(groups.lastNumber() + 1);
    groups.putGroup(new Group(id, command.name(), command.stamp().timeMillis()), position);
    for (AccountName name : members) {
      groups.putMember(id, new Member(name, name.equals(command.scope()), 1, position));
    }
    return kept(new GroupOutcome.Created(id));
  }

  private static Effect rename(ChatState state, long position, Rename command) {
    Optional<Effect> refusal = unlessOwner(state, command.group(), command.scope());
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Group group = state.groups().group(command.group()).orElseThrow();
    if (group.name().equals(command.name())) {
      return notKept(new GroupOutcome.Changed(group.id()));
    }
    state.groups().putGroup(new Group(group.id(), command.name(), group.createdMillis()), position);
    return kept(new GroupOutcome.Changed(group.id()));
  }

  private Effect add(ChatState state, long position, Add command) {
    Optional<Effect> refusal = unlessOwner(state, command.group(), command.scope());
    if (refusal.isPresent()) {
      return refusal.get();
    }
    GroupState groups = state.groups();
    if (groups.member(command.group(), command.member()).isPresent()) {
      return notKept(new GroupOutcome.Changed(command.group()));
    }
    if (groups.members(command.group()).size() >= limits.members()) {
      return full();
    }
    Optional<Effect> unable = unableToJoin(state, command.scope(), command.member());
    if (unable.isPresent()) {
      return unable.get();
    }
    long next = state.messages().lastSeq(command.group()) + 1;
    groups.putMember(command.group(), new Member(command.member(), false, next, position));
    groups.putGroup(groups.group(command.group()).orElseThrow(), position);
    return kept(new GroupOutcome.Changed(command.group()));
  }

  private static Effect remove(ChatState state, long position, Remove command) {
    if (command.member().equals(command.scope())) {
      return leave(state, position, new Leave(command.stamp(), command.scope(), command.group()));
    }
    Optional<Effect> refusal = unlessOwner(state, command.group(), command.scope());
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (state.groups().member(command.group(), command.member()).isEmpty()) {
      return notKept(new GroupOutcome.Changed(command.group()));
    }
    out(state.groups(), command.group(), command.member(), position);
    return kept(new GroupOutcome.Changed(command.group()));
  }

  private static Effect leave(ChatState state, long position, Leave command) {
    if (state.groups().member(command.group(), command.scope()).isEmpty()) {
      return unknownGroup(command.scope(), command.group());
    }
    out(state.groups(), command.group(), command.scope(), position);
    return kept(new GroupOutcome.Changed(command.group()));
  }

  private static Effect post(ChatState state, long position, Post command) {
    if (state.groups().member(command.group(), command.scope()).isEmpty()) {
      return unknownGroup(command.scope(), command.group());
    }
    long seq = state.messages().lastSeq(command.group()) + 1;
    state
        .messages()
        .append(
            new MessageState.NewMessage(
                command.group(),
                command.scope(),
                seq,
                command.text(),
                command.stamp().timeMillis(),
                position));
    return kept(new GroupOutcome.Posted(command.group(), seq));
  }

  /** Takes an account out of all its groups, as one change: it is deleted. */
  static void leaveAll(ChatState state, AccountName name, long position) {
    for (GroupId group : state.groups().groupsOf(name)) {
      out(state.groups(), group, name, position);
    }
  }

  private static void out(GroupState groups, GroupId group, AccountName name, long position) {
    boolean owned = groups.member(group, name).orElseThrow().owner();
    groups.endMembership(group, name, position);
    List<Member> left = groups.members(group);
    if (owned && !left.isEmpty()) {
      Member eldest = left.getFirst();
      groups.putMember(
          group, new Member(eldest.name(), true, eldest.joinedSeq(), eldest.joinedPosition()));
    }
    groups.putGroup(groups.group(group).orElseThrow(), position);
  }

  private Optional<Effect> unableToJoin(ChatState state, AccountName by, AccountName name) {
    if (!state.accounts().hasAccount(name)) {
      return Optional.of(unknownUser(name));
    }
    Optional<Effect> closed = MessageRules.closed(state.accounts(), by, name);
    if (closed.isPresent()) {
      return closed;
    }
    return state.groups().groupsOf(name).size() < limits.groupsPerAccount()
        ? Optional.empty()
        : Optional.of(
            refused(
                Refusal.Reason.TOO_MANY_GROUPS,
                name + " belongs to " + limits.groupsPerAccount() + " groups, the most there are"));
  }

  private static Optional<Effect> unlessOwner(ChatState state, GroupId group, AccountName name) {
    Optional<Member> member = state.groups().member(group, name);
    if (member.isEmpty()) {
      return Optional.of(unknownGroup(name, group));
    }
    return member.get().owner()
        ? Optional.empty()
        : Optional.of(
            refused(Refusal.Reason.NOT_OWNER, "only the owner of " + group + " may do that"));
  }

  private Effect full() {
    return refused(
        Refusal.Reason.GROUP_FULL, "a group has at most " + limits.members() + " members");
  }

  private static Effect unknownGroup(AccountName name, GroupId group) {
    return refused(Refusal.Reason.CONVERSATION_NOT_FOUND, name + " belongs to no group " + group);
  }
}
