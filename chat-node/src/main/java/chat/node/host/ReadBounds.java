package chat.node.host;

import java.util.Optional;

/**
 * Whether a read may go on. The store asks before a query and, every so many steps, during it; on
 * the thread of the query, so that it must not block. Bound to a thread by {@link #CURRENT}.
 */
@FunctionalInterface
public interface ReadBounds {
  ScopedValue<ReadBounds> CURRENT = ScopedValue.newInstance();

  /** Why a read is cut short. */
  enum Cut {
    /** It took longer than a query may. */
    TOO_EXPENSIVE,
    /** Nobody waits for its answer any more. */
    CALLER_GONE
  }

  Optional<Cut> cut();

  /** Of the read that this thread does; a thread without bounds is never cut. */
  static ReadBounds current() {
    return CURRENT.orElse(Optional::empty);
  }
}
