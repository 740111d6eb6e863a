package chat.node.chat;

import chat.node.chat.GroupReader.GroupView;
import chat.node.chat.MessageReader.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Groups in maps, the plainest way that can be right. Not for two threads. */
final class InMemoryGroups implements GroupState {
  private final ToIntFunction<AccountName> age;
  private final Map<Long, GroupAt> groups = new TreeMap<>();
  private final Map<Side, Membership> members = new HashMap<>();
  private final Map<Side, List<Membership>> former = new HashMap<>();
  private final List<Addition> additions = new ArrayList<>();

  private record GroupAt(Group group, long position) {}

  private record Side(GroupId group, AccountName name) {}

  private record Membership(Member member, long leftPosition) {}

  /** {@code age} counts accounts in the order in which they were registered. */
  InMemoryGroups(ToIntFunction<AccountName> age) {
    this.age = age;
  }

  @Override
  public long lastNumber() {
    return groups.size();
  }

  @Override
  public Optional<Group> group(GroupId id) {
    return Optional.ofNullable(groups.get(id.number())).map(GroupAt::group);
  }

  @Override
  public void putGroup(Group group, long position) {
    groups.put(group.id().number(), new GroupAt(group, position));
  }

  @Override
  public List<Member> members(GroupId group) {
    return members.entrySet().stream()
        .filter(e -> e.getKey().group().equals(group) && e.getValue().leftPosition() == 0)
        .map(e -> e.getValue().member())
        .sorted(
            Comparator.comparingLong(Member::joinedPosition)
                .thenComparingInt(m -> age.applyAsInt(m.name())))
        .toList();
  }

  @Override
  public Optional<Member> member(GroupId group, AccountName name) {
    return Optional.ofNullable(members.get(new Side(group, name)))
        .filter(membership -> membership.leftPosition() == 0)
        .map(Membership::member);
  }

  /** Whether the account belonged to the group when this happened. */
  boolean wasThere(GroupId group, AccountName name, long position) {
    Side side = new Side(group, name);
    return Stream.concat(
            Stream.ofNullable(members.get(side)), former.getOrDefault(side, List.of()).stream())
        .anyMatch(
            k ->
                k.member().joinedPosition() < position
                    && (k.leftPosition() == 0 || position < k.leftPosition()));
  }

  @Override
  public void keepFormer(GroupId group, AccountName name, int most) {
    Side side = new Side(group, name);
    Membership membership = members.get(side);
    if (membership != null && membership.leftPosition() > 0) {
      List<Membership> kept = former.computeIfAbsent(side, _ -> new ArrayList<>());
      kept.add(membership);
      while (kept.size() > most) {
        kept.removeFirst();
      }
    }
  }

  @Override
  public void keepAddition(Addition addition) {
    additions.add(addition);
  }

  @Override
  public void accept(GroupId group, AccountName member) {
    additions.removeIf(a -> a.group().equals(group) && a.member().equals(member));
  }

  @Override
  public List<Addition> additions(AccountName member) {
    return additions.stream()
        .filter(a -> a.member().equals(member))
        .sorted(Comparator.comparingLong(a -> a.group().number()))
        .toList();
  }

  @Override
  public void putMember(GroupId group, Member member) {
    members.put(new Side(group, member.name()), new Membership(member, 0));
  }

  @Override
  public void endMembership(GroupId group, AccountName name, long position) {
    members.computeIfPresent(
        new Side(group, name), (_, before) -> new Membership(before.member(), position));
    accept(group, name);
  }

  @Override
  public List<GroupId> groupsOf(AccountName name) {
    return groups.keySet().stream()
        .map(GroupId::new)
        .filter(id -> member(id, name).isPresent())
        .toList();
  }

  Optional<GroupView> view(AccountName viewer, GroupId id) {
    return member(id, viewer).map(_ -> view(id));
  }

  private GroupView view(GroupId id) {
    return new GroupView(group(id).orElseThrow(), members(id));
  }

  ResultPage<GroupView> views(AccountName account, long afterNumber, int limit) {
    return InMemoryPages.of(
        groupsOf(account).stream().filter(id -> id.number() > afterNumber).map(this::view).toList(),
        limit,
        view -> view.group().id().number());
  }

  List<GroupId> left(AccountName name, long position) {
    return members.entrySet().stream()
        .filter(e -> e.getKey().name().equals(name) && e.getValue().leftPosition() == position)
        .map(e -> e.getKey().group())
        .toList();
  }

  List<AccountName> listeners(GroupId id, long position) {
    return members.entrySet().stream()
        .filter(e -> e.getKey().group().equals(id))
        .filter(e -> e.getValue().leftPosition() == 0 || e.getValue().leftPosition() >= position)
        .map(e -> e.getKey().name())
        .toList();
  }

  /** The groups of the account as they are, and those that it left, in no order. */
  List<Change> changes(AccountName account) {
    List<Change> changes = new ArrayList<>();
    for (GroupAt at : groups.values()) {
      if (member(at.group().id(), account).isPresent()) {
        changes.add(new Change.GroupChanged(view(at.group().id()), at.position()));
      }
    }
    for (GroupAt at : groups.values()) {
      Membership membership = members.get(new Side(at.group().id(), account));
      if (membership != null && membership.leftPosition() > 0) {
        changes.add(new Change.GroupLeft(at.group(), membership.leftPosition()));
      }
    }
    return changes;
  }

  Object contents() {
    return List.of(groups, members, former, additions);
  }
}
