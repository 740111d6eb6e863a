package chat.controller.grpc;

import chat.controller.coordinator.Contact;
import chat.controller.host.NodeProbes;
import chat.view.Address;
import chat.view.NodeName;
import chat.view.Rev;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One {@link NodeLink} per known node, all in one thread; publishes how the nodes look. */
public final class GrpcNodeProbes implements NodeProbes {
  private static final Duration LAST_WORDS = Duration.ofMillis(200);

  private final Supplier<SortedMap<NodeName, Address>> nodes;
  private final ProbeTimes times;
  private final Introduction self;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "node-probes");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<NodeName, NodeLink> links = new TreeMap<>();
  private volatile SortedMap<NodeName, Contact> current = Collections.emptySortedMap();
  private Runnable changed = () -> {};
  private boolean closed;
  private long lastTickNanos = System.nanoTime();

  /** {@code nodes}: asked at each interval, from one thread, which nodes there are. */
  public GrpcNodeProbes(
      Supplier<SortedMap<NodeName, Address>> nodes, ProbeTimes times, Introduction self) {
    this.self = self;
    this.nodes = nodes;
    this.times = times;
  }

  @Override
  public void start(Runnable whenChanged) {
    executor.execute(() -> changed = whenChanged);
    executor.scheduleWithFixedDelay(
        this::tick, 0, times.interval().toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Looks now, and not only at the next interval: the nodes may be others, or elsewhere. */
  public void look() {
    try {
      executor.execute(this::tick);
    } catch (RejectedExecutionException e) {
      // Closed: nobody wants to know any more.
    }
  }

  @Override
  public SortedMap<NodeName, Contact> current() {
    return current;
  }

  @Override
  public void viewChanged(Rev rev) {
    try {
      executor.execute(() -> links.values().forEach(link -> link.viewChanged(rev)));
    } catch (RejectedExecutionException e) {
      // Closed meanwhile: it was a hint, and the nodes have their own watch.
    }
  }

  @Override
  public void close() {
    try {
      executor.execute(
          () -> {
            closed = true;
            links.values().forEach(NodeLink::close);
            links.clear();
            // Channels that end still have something to say to their executor.
            executor.schedule(executor::shutdownNow, LAST_WORDS.toNanos(), TimeUnit.NANOSECONDS);
          });
    } catch (RejectedExecutionException e) {
      // Closed before.
    }
  }

  private void tick() {
    if (closed) {
      return;
    }
    forgiveWhatWasSleptThrough();
    SortedMap<NodeName, Address> known = nodes.get();
    links
        .entrySet()
        .removeIf(
            each -> {
              boolean gone = !each.getValue().address().equals(known.get(each.getKey()));
              if (gone) {
                each.getValue().close();
              }
              return gone;
            });
    known.forEach(
        (name, address) -> {
          if (!links.containsKey(name)) {
            NodeLink link = new NodeLink(name, address, times, self, executor, this::publish);
            links.put(name, link);
            link.connect();
          }
        });
    links.values().forEach(NodeLink::ask);
    publish();
  }

  /** A silence that this process slept through, stopped or starved, proves nothing of a node. */
  private void forgiveWhatWasSleptThrough() {
    long now = System.nanoTime();
    if (now - lastTickNanos > times.silence().toNanos() / 2) {
      links.values().forEach(NodeLink::forgive);
    }
    lastTickNanos = now;
  }

  private void publish() {
    SortedMap<NodeName, Contact> now = new TreeMap<>();
    links.forEach((name, link) -> now.put(name, link.contact()));
    if (!now.equals(current)) {
      current = Collections.unmodifiableSortedMap(now);
      changed.run();
    }
  }
}
