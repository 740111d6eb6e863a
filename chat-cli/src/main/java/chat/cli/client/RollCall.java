package chat.cli.client;

import chat.proto.chat.v1.ClusterStatus;
import chat.proto.chat.v1.GetStatusRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks every endpoint of a route by itself, so that one that answers doesn't hide one that doesn't;
 * all at the same time, so that many silent ones cost no more than one.
 */
public final class RollCall {
  /** For each node; a tunnel has to be opened in it. */
  public static final Duration LIMIT = Duration.ofSeconds(5);

  /** The first one makes the connection; the quickest of the others says where the clock stands. */
  private static final int QUESTIONS = 4;

  private RollCall() {}

  /** What came of one endpoint. */
  public sealed interface Answer {
    Endpoint endpoint();
  }

  /** {@code millis}: the quickest answer. {@code clocks}: of all nodes that it reached. */
  public record Heard(Endpoint endpoint, ClusterState state, List<ClockReading> clocks, long millis)
      implements Answer {
    public Heard {
      clocks = List.copyOf(clocks);
    }
  }

  public record Silent(Endpoint endpoint, ChatFailure failure) implements Answer {}

  /** In the order of the route. Blocks for little longer than {@link #LIMIT}. */
  public static List<Answer> of(Route route) throws ChatFailure {
    return of(route, LIMIT);
  }

  static List<Answer> of(Route route, Duration limit) throws ChatFailure {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> asked = new ArrayList<>();
      for (Endpoint endpoint : route.endpoints()) {
        asked.add(executor.submit(() -> ask(new Only(route, endpoint), endpoint, limit)));
      }
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> answer : asked) {
        answers.add(answer.get());
      }
      return answers;
    } catch (ExecutionException e) {
      throw new IllegalStateException("asking a node broke", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChatFailure(ChatFailure.Kind.FAILED, "interrupted", "");
    }
  }

  private static Answer ask(Route only, Endpoint endpoint, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    Map<String, ClockReading> clocks = new TreeMap<>();
    Optional<ClusterState> state = Optional.empty();
    long quickest = Long.MAX_VALUE;
    try (ChatClient client = new ChatClient(only, Optional.empty(), limit, new Unheard())) {
      for (int i = 0; i < QUESTIONS && System.nanoTime() < deadline; i++) {
        // Alone, a node answers at once; for all it waits for the slowest.
        var question = GetStatusRequest.newBuilder().setThisNodeOnly(i > 0).build();
        long before = System.currentTimeMillis();
        long began = System.nanoTime();
        ClusterStatus status = client.status(question);
        long took = (System.nanoTime() - began) / 1_000_000;
        quickest = Math.min(quickest, took);
        read(status, before, before + took + 1)
            .forEach(r -> clocks.merge(r.node(), r, ClockReading::and));
        state = state.or(() -> Optional.of(Wire.cluster(status)));
      }
    } catch (ChatFailure failure) {
      if (state.isEmpty()) {
        return new Silent(endpoint, failure);
      }
    }
    return new Heard(endpoint, state.orElseThrow(), List.copyOf(clocks.values()), quickest);
  }

  private static List<ClockReading> read(ClusterStatus status, long before, long after) {
    return status.getNodesList().stream()
        .filter(n -> n.getTimeMillis() != 0)
        .map(n -> ClockReading.of(n.getName(), n.getTimeMillis(), before, after))
        .toList();
  }

  /** One endpoint of a route; what bars the way to all bars the way to it. */
  private record Only(Route all, Endpoint endpoint) implements Route {
    @Override
    public List<Endpoint> endpoints() {
      return List.of(endpoint);
    }

    @Override
    public Optional<ChatFailure> barrier() {
      return all.barrier();
    }

    @Override
    public String trouble() {
      return all.trouble();
    }
  }

  private static final class Unheard implements Notices {
    @Override
    public void lost(String what, String why) {}

    @Override
    public void back(Back back) {}
  }
}
