package chat.node.host;

import chat.view.NodeName;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The time by which a primary stamps and by which sessions end. It never goes back, and no single
 * clock moves it:
 *
 * <ul>
 *   <li>Members tell one another their clocks. The median counts; with an even number of clocks the
 *       newest known time plus the elapsed monotonic time is one more of them.
 *   <li>Without another member this node's clock counts as long as it moves with the monotonic
 *       time, within {@link #TOLERANCE}. A larger step is followed by a tenth of the elapsed time.
 *       The first time after a start there is nothing to compare it with: it is believed.
 *   <li>Where the stamps are ahead of that, they go on by a tenth of the elapsed time, until the
 *       time has caught up.
 * </ul>
 *
 * <p>Belongs to the loop's thread, but for what is said to be for any.
 */
final class ClusterTime {
  /** A clock that differs from the cluster's time by more is told and, alone, not followed. */
  static final Duration TOLERANCE = Duration.ofSeconds(10);

  /** A member's clock counts for that long after it was told. */
  static final Duration FRESH = Duration.ofMinutes(1);

  /** Members whose clocks are kept: more than a cluster has. */
  static final int SAMPLES = 64;

  private static final int SLEW = 10;
  private static final long MILLI = 1_000_000;
  private static final Logger LOG = System.getLogger(ClusterTime.class.getName());

  private record Sample(long millis, long nanos) {
    long at(long now) {
      return millis + (now - nanos) / MILLI;
    }
  }

  private final LongSupplier clockMillis;
  private final LongSupplier nanoTime;
  private final Map<NodeName, Sample> clocks = new ConcurrentHashMap<>();
  private Sample stamp; // The newest stamp, and when it was the newest.
  private Sample anchor; // The time as it was last estimated; 0: never.
  private boolean estimated; // By this process, so that the time since then is known.
  private boolean warned;
  private volatile long current;
  private volatile long offset;

  ClusterTime(LongSupplier clockMillis, LongSupplier nanoTime) {
    this.clockMillis = clockMillis;
    this.nanoTime = nanoTime;
    long now = nanoTime.getAsLong();
    this.stamp = new Sample(0, now);
    this.anchor = stamp;
    this.current = clockMillis.getAsLong();
  }

  /** A member told its clock. Any thread. */
  void told(NodeName member, long millis) {
    if (millis > 0 && (clocks.size() < SAMPLES || clocks.containsKey(member))) {
      clocks.put(member, new Sample(millis, nanoTime.getAsLong()));
    }
  }

  /** Entries are stamped up to this time. */
  void atLeast(long millis) {
    long now = nanoTime.getAsLong();
    if (millis > stamp.millis) {
      stamp = new Sample(millis, now);
    }
    if (!estimated) {
      anchor = stamp;
    }
  }

  /** The stamp of what is proposed now. */
  long stampMillis() {
    long now = nanoTime.getAsLong();
    long agreed = estimate(now);
    if (!estimated) {
      anchor = new Sample(agreed, now);
      estimated = true;
    }
    long next = notBehindStamps(agreed, now);
    if (next > stamp.millis) {
      stamp = new Sample(next, now);
    }
    current = next;
    return next;
  }

  /** Takes up what the members told; to be called every heartbeat. */
  void tick() {
    long now = nanoTime.getAsLong();
    clocks.values().removeIf(clock -> now - clock.nanos > FRESH.toNanos());
    long agreed = estimate(now);
    if (estimated || !clocks.isEmpty()) {
      anchor = new Sample(agreed, now - (now - anchor.nanos) % MILLI); // Keeps the rest.
      estimated = true;
    }
    current = notBehindStamps(agreed, now);
    offset = clockMillis.getAsLong() - agreed;
    boolean off = Math.abs(offset) > TOLERANCE.toMillis();
    if (off != warned) {
      warned = off;
      LOG.log(
          off ? Level.WARNING : Level.INFO,
          "clock.offset offset_ms={0,number,#} tolerance_ms={1,number,#} members_heard={2}",
          offset,
          TOLERANCE.toMillis(),
          clocks.size());
    }
  }

  /** The cluster's time as of the last heartbeat. Any thread. */
  long currentMillis() {
    return current;
  }

  /** How far this node's clock is ahead of the cluster's time. Any thread. */
  long offsetMillis() {
    return offset;
  }

  private long notBehindStamps(long agreed, long now) {
    return Math.max(agreed, stamp.millis + (now - stamp.nanos) / MILLI / SLEW);
  }

  private long estimate(long now) {
    long own = clockMillis.getAsLong();
    List<Long> all = new ArrayList<>();
    for (Sample clock : clocks.values()) {
      if (now - clock.nanos <= FRESH.toNanos()) {
        all.add(clock.at(now));
      }
    }
    if (all.isEmpty()) {
      return alone(own, now);
    }
    all.add(own);
    if (all.size() % 2 == 0 && anchor.millis > 0) {
      all.add(anchor.at(now));
    }
    Collections.sort(all);
    return all.get((all.size() - 1) / 2);
  }

  private long alone(long own, long now) {
    long expected = anchor.at(now);
    if (!estimated || Math.abs(own - expected) <= TOLERANCE.toMillis()) {
      return own;
    }
    long slew = (now - anchor.nanos) / MILLI / SLEW;
    return own > expected ? expected + slew : expected - slew;
  }
}
