package chat.node.replica;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads in the order in which they came, immutable: a longer chain shares the shorter one, so that
 * adding a read copies nothing.
 */
public final class ReadChain {
  static final ReadChain EMPTY = new ReadChain(null, 0, 0);

  private final @Nullable ReadChain before;
  private final long last;
  private final int size;

  private ReadChain(@Nullable ReadChain before, long last, int size) {
    this.before = before;
    this.last = last;
    this.size = size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  ReadChain with(long read) {
    return new ReadChain(this, read, size + 1);
  }

  /** The chain without its newest read. */
  @Nullable ReadChain before() {
    return before;
  }

  /** A copy, oldest first: one per round, however many reads it holds. */
  public List<Long> toList() {
    List<Long> reads = new ArrayList<>(size);
    for (ReadChain at = this; at.before != null; at = at.before) {
      reads.add(at.last);
    }
    Collections.reverse(reads);
    return reads;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ReadChain that && size == that.size && toList().equals(that.toList());
  }

  @Override
  public int hashCode() {
    return toList().hashCode();
  }

  @Override
  public String toString() {
    return size + " reads";
  }
}
