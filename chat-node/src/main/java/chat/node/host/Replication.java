package chat.node.host;

import chat.node.chat.Command;
import chat.node.chat.Result;
import chat.node.replica.NotServing;
import chat.view.Address;
import chat.view.Epoch;
import chat.view.View;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/**
 * The replicated log as the endpoints see it. Any thread; nothing blocks. Completions run on the
 * loop's thread or a pool of the host: a dependent stage that takes time belongs elsewhere.
 */
public interface Replication {

  /**
   * Puts a command into the log, stamped with the monotone time in milliseconds that the function
   * gets, and completes once it is committed and applied here.
   *
   * <p>Fails with {@link NotServingException} (nothing was or will be applied) or {@link
   * OutcomeUnknownException} (it may be applied yet), or {@link TooLargeException}.
   *
   * @param commandAt makes the command; is called more than once, and must not block
   * @param gone whether the caller has stopped waiting: its command then leaves the queue, and
   *     nothing is applied. Once the command is in the log it takes its course.
   */
  CompletableFuture<Committed> submit(LongFunction<Command> commandAt, BooleanSupplier gone);

  /** For callers that wait whatever happens. */
  default CompletableFuture<Committed> submit(LongFunction<Command> commandAt) {
    return submit(commandAt, () -> false);
  }

  /** An answer that is on disk on {@code inSyncCount} replicas. */
  record Committed(Result.Answer answer, int inSyncCount) {}

  /**
   * A linearizable read may begin once this completes: what was acknowledged before the call is
   * then in the applied state. Gives the index of it. Fails with {@link NotServingException}.
   */
  CompletableFuture<Long> readBarrier();

  /**
   * The cluster's time, by which entries are stamped and sessions end: this node's clock moves it
   * only together with those of other members.
   */
  long timeMillis();

  /** A snapshot of what this node knows; cheap. */
  NodeState state();

  /** Called on the loop's thread after every rise of the applied index. Must not block. */
  AutoCloseable onApplied(LongConsumer listener);

  /**
   * Called on the loop's thread after the role, the view, the leader or serving changed. Must not
   * block.
   */
  AutoCloseable onStateChange(Runnable listener);

  /**
   * Role and position of this node. {@code lastId} and {@code commit} as of the last step.
   *
   * @param leader the other node that leads, if this one is in touch with it
   */
  record NodeState(
      Role role,
      Optional<View> view,
      Optional<Leader> leader,
      boolean serving,
      long promise,
      long lastEpoch,
      long lastIndex,
      long commitIndex,
      long appliedIndex,
      boolean lostPrimary,
      boolean ending,
      Optional<String> halted) {}

  /**
   * Whom calls go to: the view's primary; or, before the view that names it has come, the one that
   * a newer epoch's log was taken from.
   */
  record Leader(Address client, Epoch epoch) {}

  enum Role {
    WAITING,
    LEARNER,
    BACKUP,
    RECOVERING,
    PRIMARY,
    HALTED
  }

  /** Nothing was applied; where there is another node to ask, the state says so. */
  final class NotServingException extends Exception {
    private static final long serialVersionUID = 1L;
    private final NotServing reason;
    private final String detail;

    public NotServingException(NotServing reason) {
      this(reason, "");
    }

    /** {@code detail} is a sentence for the caller, or empty where the reason says all. */
    public NotServingException(NotServing reason, String detail) {
      super(detail.isEmpty() ? reason.name() : reason.name() + ": " + detail, null, false, false);
      this.reason = reason;
      this.detail = detail;
    }

    public String detail() {
      return detail;
    }

    public NotServing reason() {
      return reason;
    }
  }

  /** The links between the nodes don't carry a command of this size: nothing was applied. */
  final class TooLargeException extends Exception {
    private static final long serialVersionUID = 1L;

    public TooLargeException(int bytes, int limit) {
      super(
          "the command has " + bytes + " bytes; the nodes pass on " + limit + " at most",
          null,
          false,
          false);
    }
  }

  /** It may have been applied, or may yet be: ask again with the same request id. */
  final class OutcomeUnknownException extends Exception {
    private static final long serialVersionUID = 1L;

    public OutcomeUnknownException(String message) {
      super(message, null, false, false);
    }
  }
}
