package chat.node.sqlite;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets the entry that wasn't used for longest once it would exceed its limit. */
final class LeastRecentlyUsed<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;
  private static final float LOAD_FACTOR = 0.75f;
  private final int limit;

  LeastRecentlyUsed(int limit) {
    super(16, LOAD_FACTOR, true);
    this.limit = limit;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > limit;
  }
}
