package chat.cli.session;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/** How far the others in a conversation have got: a mark holds where it is everybody's. */
final class Marks {
  private final Map<String, Mark> byName = new HashMap<>();
  private final Set<String> others = new HashSet<>();
  private Mark everybody = new Mark(0, 0);

  private record Mark(long delivered, long read) {
    Mark and(Mark other) {
      long laterRead = Math.max(read, other.read);
      return new Mark(Math.max(laterRead, Math.max(delivered, other.delivered)), laterRead);
    }
  }

  /** Who is in it, beside oneself; until that is told, those of whom something was heard. */
  void others(Set<String> names) {
    others.clear();
    others.addAll(names);
    byName.keySet().retainAll(names);
  }

  void of(String name, long delivered, long read) {
    byName.merge(name, new Mark(delivered, read), Mark::and);
  }

  /** The server says that everybody has got so far. */
  void all(long delivered, long read) {
    everybody = everybody.and(new Mark(delivered, read));
  }

  long delivered() {
    return Math.max(everybody.delivered, least(Mark::delivered));
  }

  long read() {
    return Math.max(everybody.read, least(Mark::read));
  }

  private long least(ToLongFunction<Mark> which) {
    if (byName.isEmpty() || !byName.keySet().containsAll(others)) {
      return 0;
    }
    return byName.values().stream().mapToLong(which).min().orElse(0);
  }
}
