package chat.e2e.kube;

import static org.assertj.core.api.Assertions.assertThat;

import chat.e2e.Load;
import chat.e2e.check.History;
import chat.e2e.client.Acknowledged;
import chat.e2e.client.Condition;
import chat.e2e.client.Listener;
import chat.e2e.client.Received;
import chat.e2e.client.TestClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Two users who write to each other and listen to each other, each logged in once, whatever
 * happens. In the end nothing acknowledged may be missing, at the replicas and at both listeners,
 * and nothing may be there twice or in another order. Where {@link Budgets#TERMINALS} says so, two
 * people at two terminals do the same beside them.
 */
final class TwoUsers implements AutoCloseable {
  private static final String PASSWORD = "correct horse battery staple";

  /** Enough to see a pause by; the machine under the cluster has others to serve. */
  private static final int PAUSE_MILLIS = 15;

  /** Before and after an event: the users of a cluster have been chatting for a while. */
  private static final int CALM = 400;

  private static final int RATED = 200;

  private final Release release;
  private final Addresses addresses;
  private final List<TestClient> users;
  private final List<Listener> listeners = new ArrayList<>();
  private final List<Load> loads = new ArrayList<>();
  private final Optional<Terminals> terminals;

  TwoUsers(Release release, String suffix) {
    this(release, suffix, PAUSE_MILLIS);
  }

  TwoUsers(Release release, String suffix, int pauseMillis) {
    this.release = release;
    this.addresses = new Addresses(release.nodes()::clientAddresses);
    TestClient alice = registered("alice-" + suffix);
    TestClient bob = registered("bob-" + suffix);
    users = List.of(alice, bob);
    users.forEach(user -> listeners.add(user.listenFromStart()));
    loads.add(new Load(List.of(alice), bob, pauseMillis));
    loads.add(new Load(List.of(bob), alice, pauseMillis));
    terminals = Budgets.TERMINALS ? Optional.of(new Terminals(release, suffix)) : Optional.empty();
    settle();
  }

  private TestClient registered(String name) {
    return TestClient.of(addresses, name, Release.PATIENCE_MILLIS)
        .register(PASSWORD)
        .login(PASSWORD);
  }

  TestClient first() {
    return users.getFirst();
  }

  TestClient second() {
    return users.getLast();
  }

  int count() {
    return loads.stream().mapToInt(Load::count).sum();
  }

  /** Acknowledged messages a second, over a short while. */
  double rate() {
    long from = System.nanoTime();
    int before = count();
    awaitMore(RATED);
    return (count() - before) * 1e9 / (System.nanoTime() - from);
  }

  /** Waits until each of them got that many more acknowledgements. */
  void awaitMore(int more) {
    for (Load load : loads) {
      int goal = load.count() + more;
      await(goal + " acknowledged", () -> load.count() >= goal);
    }
  }

  /** Lets them chat for as long as an event's beginning needs: on nodes in use, not new ones. */
  void settle() {
    awaitMore(CALM);
  }

  /** Lets them chat, or wait for their answers, for so long. */
  void chatFor(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    await("the end of the time", () -> System.nanoTime() - end > 0);
  }

  private void await(String what, BooleanSupplier holds) {
    Condition.await(
        what,
        Release.PATIENCE_MILLIS,
        () -> holds.getAsBoolean() || !failures().isEmpty(),
        () -> count() + " acknowledged; " + release.nodes().describe() + release.eye().describe());
    assertThat(failures()).isEmpty();
  }

  private List<String> failures() {
    List<String> failures = new ArrayList<>();
    loads.forEach(load -> failures.addAll(load.failures()));
    listeners.stream().map(Listener::trouble).filter(t -> !t.isEmpty()).forEach(failures::add);
    return failures;
  }

  /** The longer one of both users' longest gaps. */
  double longestGapSince(long from) {
    return longestGap(from).millis();
  }

  private Load.Gap longestGap(long from) {
    return loads.stream()
        .map(load -> load.longestGap(from))
        .max(Comparator.comparingDouble(Load.Gap::millis))
        .orElseThrow();
  }

  /**
   * Does something to the cluster while they chat, and waits until both go on; gives and prints the
   * longest gap from its beginning on.
   */
  double through(String event, Runnable happening) {
    int before = count();
    long from = System.nanoTime();
    happening.run();
    settle();
    Load.Gap gap = longestGap(from);
    int reopened = listeners.stream().mapToInt(Listener::reconnects).sum();
    Figures.gap(
        event,
        gap.millis(),
        count() - before,
        ", streams opened again " + reopened + ", from " + gap.began());
    return gap.millis();
  }

  /** The same as often as {@link Budgets#TIMES} says. */
  void throughEach(String event, Runnable happening) {
    throughEach(event, () -> {}, happening);
  }

  /**
   * The same.
   *
   * @param before what is done before each time, and not measured
   */
  void throughEach(String event, Runnable before, Runnable happening) {
    List<Double> gaps = new ArrayList<>();
    for (int i = 0; i < Budgets.TIMES; i++) {
      before.run();
      gaps.add(through(event, happening));
    }
    if (gaps.size() > 1) {
      Figures.spread(event, gaps);
    }
  }

  /** Ends the chat and finds every broken promise; all nodes must be there. */
  void judge() {
    terminals.ifPresent(Terminals::judge);
    loads.forEach(Load::finish);
    assertThat(failures()).isEmpty();
    List<Acknowledged> told = new ArrayList<>();
    for (int i = 0; i < loads.size(); i++) {
      told.addAll(loads.get(i).acknowledgedTo(users.get(i)));
    }
    List<Received> history = first().history(second().name());
    assertThat(History.faults(told, history)).isEmpty();
    assertThat(History.repetitions(history)).isEmpty();
    for (Listener listener : listeners) {
      await(history.size() + " messages at the listener", () -> listener.count() >= history.size());
      assertThat(History.faults(told, listener.messages())).isEmpty();
      assertThat(History.repetitions(listener.messages())).isEmpty();
    }
    var hashes = release.eye().awaitHashesOfOneIndex(Release.PATIENCE_MILLIS);
    assertThat(new HashSet<>(hashes.values())).as("state hashes %s", hashes).hasSize(1);
  }

  @Override
  public void close() {
    terminals.ifPresent(Terminals::close);
    loads.forEach(Load::close);
    listeners.forEach(Listener::close);
    users.forEach(TestClient::close);
    addresses.close();
  }
}
