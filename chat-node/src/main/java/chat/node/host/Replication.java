package chat.node.host;

import chat.node.chat.Command;
import chat.node.chat.Result;
import chat.node.replica.NotServing;
import chat.view.Address;
import chat.view.Epoch;
import chat.view.View;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
   * OutcomeUnknownException} (it may be applied yet).
   */
  CompletableFuture<Committed> submit(LongFunction<Command> commandAt);

  /** An answer that is on disk on {@code inSyncCount} replicas. */
  record Committed(Result.Answer answer, int inSyncCount) {}

  /**
   * A linearizable read may begin once this completes: what was acknowledged before the call is
   * then in the applied state. Gives the index of it. Fails with {@link NotServingException}.
   */
  CompletableFuture<Long> readBarrier();

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

    public NotServingException(NotServing reason) {
      super(reason.name(), null, false, false);
      this.reason = reason;
    }

    public NotServing reason() {
      return reason;
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
