package chat.node.replica;

/**
 * How well a learner has kept up, counted in heartbeats of its primary. A process that has just
 * started is slow at times, and once it is required, everybody waits for it: so it is let in when
 * it has been quick for a while. Safety doesn't rest on it.
 *
 * @param owed what had been sent to it at the last heartbeat, at the latest
 * @param answered whether it acknowledged anything since then
 * @param prompt heartbeats in a row at which it had acknowledged all that was owed, near the end of
 *     the log
 * @param near heartbeats in a row at which it was near the end of the log
 */
public record Pace(long owed, boolean answered, int prompt, int near) {
  /** So near to the end of the log that it may become required, in entries. */
  static final long NEAR_ENTRIES = 1024;

  /** After as many prompt heartbeats it is let in. */
  public static final int STEADY_BEATS = 10;

  /** After as many heartbeats it is let in however slow it is: one copy more is worth a pause. */
  public static final int PATIENCE_BEATS = 100;

  static final Pace NEW = new Pace(Long.MAX_VALUE, false, 0, 0);

  /** Of a learner that may be let in at once. */
  public static final Pace STEADY = new Pace(Progress.UNKNOWN, true, STEADY_BEATS, STEADY_BEATS);

  Pace acknowledged() {
    return answered ? this : new Pace(owed, true, prompt, near);
  }

  /** After one more heartbeat, at which the log ends at {@code end}. */
  Pace heartbeat(Progress learner, long end) {
    boolean isNear = learner.isNear(end);
    boolean isPrompt = isNear && answered && learner.match() >= owed;
    return new Pace(
        learner.next() - 1,
        false,
        isPrompt ? Math.min(prompt + 1, STEADY_BEATS) : 0,
        isNear ? Math.min(near + 1, PATIENCE_BEATS) : 0);
  }

  boolean isSteady() {
    return prompt >= STEADY_BEATS || near >= PATIENCE_BEATS;
  }
}
