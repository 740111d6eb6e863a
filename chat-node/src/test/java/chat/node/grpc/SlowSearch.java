package chat.node.grpc;

import chat.node.host.ReadBounds;
import chat.node.host.ReadCutException;
import java.util.Optional;

/**
 * A query that would never end by itself: as the store does, it looks at its bounds again and
 * again.
 */
final class SlowSearch {
  static final Runnable UNTIL_CUT =
      () -> {
        Optional<ReadBounds.Cut> cut = ReadBounds.current().cut();
        while (cut.isEmpty()) {
          Thread.onSpinWait();
          cut = ReadBounds.current().cut();
        }
        throw new ReadCutException(cut.get());
      };

  private SlowSearch() {}
}
