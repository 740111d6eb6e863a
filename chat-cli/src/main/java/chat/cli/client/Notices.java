package chat.cli.client;

import java.time.Duration;

/** What the client tells while it goes on trying: one call per change. Any thread. */
public interface Notices {
  /** An endpoint that had answered doesn't any more, or no endpoint answered at all. */
  void lost(String what, String why);

  /** The first answer after {@link #lost}. */
  void back(String node, long epoch, Duration after);
}
