package chat.node.host;

import chat.node.replica.Entry;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest entries of the log, so that a follower that keeps up costs no read of the disk. Holds
 * consecutive entries; drops the oldest beyond {@code maxBytes} of payload.
 */
final class TailCache {
  private static final int MAX_ENTRIES = 1 << 16;

  private final long maxBytes;
  private final Entry[] ring = new Entry[MAX_ENTRIES];
  private long first = 1;
  private long last;
  private long bytes;

  TailCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** These entries stand behind all others; where they leave a gap, what was before it goes. */
  void append(List<Entry> entries) {
    for (Entry entry : entries) {
      if (entry.index() != last + 1) {
        clear();
        first = entry.index();
        last = first - 1;
      }
      while (last >= first
          && (bytes + entry.payload().size() > maxBytes || last - first + 1 == MAX_ENTRIES)) {
        bytes -= at(first).payload().size();
        ring[slot(first)] = null;
        first++;
      }
      last = entry.index();
      ring[slot(last)] = entry;
      bytes += entry.payload().size();
    }
  }

  void truncateFrom(long index) {
    while (last >= first && last >= index) {
      bytes -= at(last).payload().size();
      ring[slot(last)] = null;
      last--;
    }
  }

  void clear() {
    truncateFrom(first);
  }

  /** Entries from {@code from}, up to {@code through} and {@code limit} bytes; empty: not held. */
  List<Entry> entries(long from, long through, long limit) {
    List<Entry> found = new ArrayList<>();
    if (from < first || from > last) {
      return found;
    }
    long size = 0;
    for (long index = from; index <= Math.min(through, last); index++) {
      Entry entry = at(index);
      size += entry.payload().size();
      if (size > limit && !found.isEmpty()) {
        break;
      }
      found.add(entry);
    }
    return found;
  }

  private Entry at(long index) {
    return ring[slot(index)];
  }

  private static int slot(long index) {
    return (int) (index & (MAX_ENTRIES - 1));
  }
}
