package chat.cli.session;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All conversations, the last used first, and the one that is open. */
final class Conversations {
  private final String me;
  private final Map<String, Conversation> byName = new HashMap<>();
  private Optional<Conversation> open = Optional.empty();
  private Optional<Conversation> openBefore = Optional.empty();
  private long uses;

  Conversations(String me) {
    this.me = me;
  }

  Conversation named(String name) {
    return byName.computeIfAbsent(name, n -> new Conversation(n, me));
  }

  Optional<Conversation> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** By what it is called, where that isn't its name. */
  Optional<Conversation> titled(String title) {
    return list().stream().filter(c -> c.title().equals(title)).findFirst();
  }

  void used(Conversation conversation) {
    conversation.used(++uses);
  }

  /** If it is open, the one that was open before is again. */
  void remove(Conversation conversation) {
    byName.remove(conversation.name());
    if (open.filter(o -> o == conversation).isPresent()) {
      open = openBefore.filter(b -> byName.containsValue(b));
    }
  }

  /**
   * Forgets all that the cluster told. What was written here stays: what is on its way, and what is
   * in a prompt.
   */
  void anew() {
    byName.values().removeIf(c -> !isOpen(c) && !c.isWrittenTo());
    byName.values().forEach(Conversation::anew);
  }

  private boolean isOpen(Conversation c) {
    return open.filter(o -> o == c).isPresent();
  }

  Optional<Conversation> open() {
    return open;
  }

  void open(Conversation conversation) {
    if (open.filter(o -> o == conversation).isEmpty()) {
      openBefore = open;
    }
    open = Optional.of(conversation);
  }

  List<Conversation> list() {
    return byName.values().stream()
        .sorted(
            Comparator.comparingLong(Conversation::lastUsed)
                .reversed()
                .thenComparing(Conversation::name))
        .toList();
  }

  int unread() {
    return byName.values().stream().mapToInt(c -> c.unread().count()).sum();
  }

  /** The one {@code step} places further down the list, round its end. */
  Optional<Conversation> neighbour(int step) {
    List<Conversation> list = list();
    if (list.isEmpty()) {
      return Optional.empty();
    }
    if (open.isEmpty()) {
      return Optional.of(list.getFirst());
    }
    int at = list.indexOf(open.get());
    return Optional.of(list.get(Math.floorMod(at + step, list.size())));
  }

  Optional<Conversation> nextUnread() {
    return list().stream()
        .filter(c -> c.unread().count() > 0 && open.filter(o -> o == c).isEmpty())
        .findFirst();
  }

  Optional<Conversation> withTicket(long ticket) {
    return byName.values().stream().filter(c -> c.waiting(ticket).isPresent()).findFirst();
  }
}
