package chat.cli.client;

import java.time.Duration;
import java.util.OptionalLong;

/** What the client tells while it goes on trying: one call per change. Any thread. */
public interface Notices {
  /** Nobody is told. */
  static Notices unheard() {
    return new Notices() {
      @Override
      public void lost(String what, String why) {}

      @Override
      public void back(Back back) {}
    };
  }

  /** An endpoint that had answered doesn't any more, or no endpoint answered at all. */
  void lost(String what, String why);

  /** The first answer after {@link #lost}. */
  void back(Back back);

  /**
   * Who answers now, how long nobody did, and how many messages a subscription had missed until
   * then; empty where none is open.
   */
  record Back(String node, long epoch, Duration after, OptionalLong caughtUp) {}
}
