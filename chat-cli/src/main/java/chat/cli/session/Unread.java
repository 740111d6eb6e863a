package chat.cli.session;

import java.util.TreeSet;

/**
 * What wasn't read of a conversation: a number that the server counted up to some message, and the
 * messages that came since.
 */
final class Unread {
  private final TreeSet<Long> since = new TreeSet<>();
  private long counted;
  private long countedUpTo;
  private long readUpTo;

  /** The server's count; what came meanwhile and is in it isn't counted twice. */
  void counted(long unread, long upTo, long readSeq) {
    counted = readUpTo >= upTo ? 0 : unread;
    countedUpTo = upTo;
    readUpTo = Math.max(readUpTo, readSeq);
    since.headSet(upTo, true).clear();
  }

  void arrived(long seq) {
    if (seq > countedUpTo && seq > readUpTo) {
      since.add(seq);
    }
  }

  void read(long seq) {
    readUpTo = Math.max(readUpTo, seq);
    since.headSet(seq, true).clear();
    if (seq >= countedUpTo) {
      counted = 0;
    }
  }

  void forget(long seq) {
    since.remove(seq);
  }

  /** Whether the server's count is part of it, so that only the server can correct it. */
  boolean isCounted() {
    return counted > 0;
  }

  int count() {
    return Math.toIntExact(counted) + since.size();
  }

  /** 0: nothing is unread. */
  long first() {
    if (counted > 0) {
      return readUpTo + 1;
    }
    return since.isEmpty() ? 0 : since.first();
  }

  /** 0: nothing is unread. */
  long last() {
    if (!since.isEmpty()) {
      return since.last();
    }
    return counted > 0 ? countedUpTo : 0;
  }
}
