package chat.node.chat;

import static chat.node.chat.Effect.kept;
import static chat.node.chat.Effect.refused;
import static chat.node.chat.Effect.unchanged;
import static chat.node.chat.Effect.unknownUser;

import chat.node.chat.GroupCommand.Add;
import chat.node.chat.GroupCommand.Create;
import chat.node.chat.GroupCommand.Leave;
import chat.node.chat.GroupCommand.Post;
import chat.node.chat.GroupCommand.Remove;
import chat.node.chat.GroupCommand.Rename;
import chat.node.chat.GroupState.Addition;
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
 *
 * <p>A membership that somebody else made is an <em>addition</em> until its member reads or writes
 * in the group. Additions have places of their own, few by one adder: nobody uses up the places of
 * another, and blocking the adder ends their additions.
 */
final class GroupRules {
  private final GroupLimits limits;

  GroupRules(GroupLimits limits) {
    this.limits = limits;
  }

  Effect apply(ChatState state, long position, GroupCommand command) {
    Effect effect = judge(state, position, command);
    if (effect.isChange()) {
      actedIn(command).ifPresent(group -> accept(state, group, command.scope()));
    }
    return effect;
  }

  private Effect judge(ChatState state, long position, GroupCommand command) {
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
      keepAddition(state, id, name, command.scope());
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
      return unchanged(new GroupOutcome.Changed(group.id()));
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
      return unchanged(new GroupOutcome.Changed(command.group()));
    }
    if (groups.members(command.group()).size() >= limits.members()) {
      return full();
    }
    Optional<Effect> unable = unableToJoin(state, command.scope(), command.member());
    if (unable.isPresent()) {
      return unable.get();
    }
    long next = state.messages().lastSeq(command.group()) + 1;
    if (asksConsent(state)) {
      groups.keepFormer(command.group(), command.member(), GroupLimits.FORMER_KEPT);
    }
    groups.putMember(command.group(), new Member(command.member(), false, next, position));
    keepAddition(state, command.group(), command.member(), command.scope());
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
      return unchanged(new GroupOutcome.Changed(command.group()));
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

  /** Takes an account out of the groups that {@code by} put it into and it has not accepted. */
  static void leaveAdditionsOf(ChatState state, AccountName name, AccountName by, long position) {
    if (!asksConsent(state)) {
      return;
    }
    for (Addition addition : state.groups().additions(name)) {
      if (addition.by().equals(by)) {
        out(state.groups(), addition.group(), name, position);
      }
    }
  }

  /** The member has read or written there: the membership is their own. */
  static void accept(ChatState state, GroupId group, AccountName name) {
    if (asksConsent(state)) {
      state.groups().accept(group, name);
    }
  }

  private static Optional<GroupId> actedIn(GroupCommand command) {
    return switch (command) {
      case Rename rename -> Optional.of(rename.group());
      case Add add -> Optional.of(add.group());
      case Remove remove -> Optional.of(remove.group());
      case Post post -> Optional.of(post.group());
      case Create _, Leave _ -> Optional.empty();
    };
  }

  private static void keepAddition(
      ChatState state, GroupId group, AccountName member, AccountName by) {
    if (asksConsent(state) && !member.equals(by)) {
      state.groups().keepAddition(new Addition(group, member, by));
    }
  }

  private static boolean asksConsent(ChatState state) {
    return state.rules() >= Rules.SETTLED_REFUSALS;
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
    int groups = state.groups().groupsOf(name).size();
    if (!asksConsent(state)) {
      return groups < limits.groupsPerAccount()
          ? Optional.empty()
          : Optional.of(tooMany(name, limits.groupsPerAccount()));
    }
    List<Addition> additions = state.groups().additions(name);
    return name.equals(by)
        ? unableToMake(name, groups - additions.size())
        : unableToBeAdded(by, name, groups, additions);
  }

  private Optional<Effect> unableToMake(AccountName name, int accepted) {
    return accepted < limits.groupsPerAccount()
        ? Optional.empty()
        : Optional.of(tooMany(name, limits.groupsPerAccount()));
  }

  private Optional<Effect> unableToBeAdded(
      AccountName by, AccountName name, int groups, List<Addition> additions) {
    if (groups >= limits.groupsInAll() || groups - additions.size() >= limits.groupsPerAccount()) {
      return Optional.of(tooMany(name, groups));
    }
    if (additions.size() >= limits.addedPerAccount()) {
      return Optional.of(unaccepted(name, additions.size(), "others"));
    }
    long byThisOne = additions.stream().filter(addition -> addition.by().equals(by)).count();
    return byThisOne >= limits.addedPerAdder()
        ? Optional.of(unaccepted(name, byThisOne, by.value()))
        : Optional.empty();
  }

  private static Effect tooMany(AccountName name, int groups) {
    return refused(
        Refusal.Reason.TOO_MANY_GROUPS,
        name + " belongs to " + groups + " groups, the most there are");
  }

  private static Effect unaccepted(AccountName name, long groups, String adder) {
    return refused(
        Refusal.Reason.TOO_MANY_GROUPS,
        "%s has neither read nor written in %d groups that %s added them to, the most there are"
            .formatted(name, groups, adder));
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
