package chat.node.grpc;

import chat.node.chat.ChatReader;
import chat.node.host.Replication;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Holds one request at one of its steps while another goes through. A step is the moment before or
 * after each question to the state, each read barrier and each command for the log.
 */
final class Interleaving implements TestCluster.Wiring {
  /** What happens behind an answer, on threads of its own. */
  private static final Set<String> ASIDE = Set.of("peers", "groupsLeft", "listeners");

  private boolean armed;
  private int stepsLeft;
  private CompletableFuture<Void> reached = new CompletableFuture<>();
  private CompletableFuture<Void> released = new CompletableFuture<>();

  /** The next request is held after this many steps. */
  synchronized void holdAfter(int steps) {
    armed = true;
    stepsLeft = steps;
    reached = new CompletableFuture<>();
    released = new CompletableFuture<>();
  }

  /** Completes when the request is held. */
  synchronized CompletableFuture<Void> reached() {
    return reached;
  }

  /** Lets everybody through. */
  void release() {
    CompletableFuture<Void> held;
    synchronized (this) {
      armed = false;
      held = released;
    }
    held.complete(null);
  }

  private CompletableFuture<Void> step() {
    CompletableFuture<Void> now;
    CompletableFuture<Void> held;
    synchronized (this) {
      if (!armed || stepsLeft-- > 0) {
        return CompletableFuture.completedFuture(null);
      }
      armed = false;
      now = reached;
      held = released;
    }
    now.complete(null);
    return held;
  }

  @Override
  public Operators operators(int node) {
    return new Operators(Set.of(), true);
  }

  @Override
  public Replication replication(Replication real) {
    return Asked.of(
        Replication.class,
        real,
        (name, question) ->
            Set.of("submit", "readBarrier").contains(name)
                ? step()
                    .thenCompose(_ -> (CompletableFuture<?>) asked(question))
                    .thenCompose(value -> step().thenApply(_ -> value))
                : question.ask());
  }

  @Override
  public ChatReader reader(ChatReader real) {
    return Asked.of(
        ChatReader.class,
        real,
        (name, question) -> {
          if (ASIDE.contains(name)) {
            return question.ask();
          }
          step().join();
          Object value = question.ask();
          step().join();
          return value;
        });
  }

  private static Object asked(Asked.Question question) {
    try {
      return question.ask();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
