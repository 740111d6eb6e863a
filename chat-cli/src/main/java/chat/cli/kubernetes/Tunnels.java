package chat.cli.kubernetes;

import chat.cli.client.ChatFailure;
import chat.cli.client.Endpoint;
import chat.cli.client.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The way to a release's nodes. One question finds the primary; a while later, when the command
 * turns out to be a long one, a watch follows it. What was known last stays in use while the API
 * server is away. Any thread.
 */
final class Tunnels implements Route {
  /** Most commands are over by then, and never need a watch. */
  static final long WATCH_AFTER_MILLIS = 1_000;

  /** An old primary has this long to answer what it took; then its connections are cut. */
  static final long LINGER_MILLIS = 1_000;

  private final KubeApi api;
  private final String release;
  private final Map<String, Tunnel> tunnels = new HashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private Optional<ReleaseView> view = Optional.empty();
  private List<PodState> pods = List.of();
  private boolean found;

  Tunnels(KubeApi api, String release) {
    this.api = api;
    this.release = release;
  }

  @Override
  public synchronized List<Endpoint> endpoints() throws ChatFailure {
    if (!found) {
      find();
      found = true;
      inBackground(WATCH_AFTER_MILLIS, () -> api.watch(new Follower()));
    }
    return TunnelPlan.order(view, pods).stream().map(pod -> tunnel(pod).endpoint()).toList();
  }

  private void find() throws ChatFailure {
    view = api.view().filter(v -> !v.primary().isEmpty());
    if (view.isEmpty()) {
      pods = api.pods();
      if (pods.isEmpty()) {
        throw new ChatFailure(
            ChatFailure.Kind.NOT_FOUND,
            "no release is there: " + release + "; " + api.otherReleases(),
            "say where it is: chat --kube-context X --namespace N --release R, or set up a context with these");
      }
    }
  }

  private Tunnel tunnel(String pod) {
    return tunnels.computeIfAbsent(
        pod,
        name -> {
          try {
            return new Tunnel(name, api);
          } catch (IOException e) {
            throw new UncheckedIOException("no port of this machine is to be had", e);
          }
        });
  }

  /** Not allowed to open any tunnel, or not known to the API server any more. */
  @Override
  public synchronized Optional<ChatFailure> barrier() {
    return tunnels.values().stream()
        .flatMap(t -> t.failure().stream())
        .filter(f -> f.kind() != ChatFailure.Kind.UNAVAILABLE)
        .findFirst();
  }

  @Override
  public synchronized String trouble() {
    String down =
        String.join(
            ", ",
            pods.stream()
                .filter(p -> !p.state().equals("Ready"))
                .map(p -> p.name() + " is " + p.state())
                .toList());
    if (!down.isEmpty()) {
      return down;
    }
    return tunnels.values().stream()
        .flatMap(t -> t.failure().stream())
        .map(f -> String.valueOf(f.getMessage()))
        .findFirst()
        .orElse("");
  }

  private void inBackground(long afterMillis, Runnable what) {
    Thread.ofVirtual()
        .name("tunnels")
        .start(
            () -> {
              try {
                if (!closed.await(afterMillis, TimeUnit.MILLISECONDS)) {
                  what.run();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (RuntimeException e) {
                if (closed.getCount() > 0) { // Else the command ended, and its client with it.
                  throw e;
                }
              }
            });
  }

  /** A tunnel to a lost machine says nothing by itself: the news of another primary does. */
  private final class Follower implements KubeApi.Watcher {
    @Override
    public void view(Optional<ReleaseView> now) {
      synchronized (Tunnels.this) {
        String before = view.map(ReleaseView::primary).orElse("");
        // A view that is gone is an accident: what was known still serves best.
        view = now.filter(v -> !v.primary().isEmpty()).or(() -> view);
        Tunnel old = tunnels.get(before);
        if (old != null && !view.map(ReleaseView::primary).orElse("").equals(before)) {
          inBackground(LINGER_MILLIS, old::cut);
        }
      }
    }

    @Override
    public void pods(List<PodState> now) {
      synchronized (Tunnels.this) {
        Set<String> gone = new HashSet<>(pods.stream().map(PodState::name).toList());
        now.forEach(p -> gone.remove(p.name()));
        pods = List.copyOf(now);
        tunnels.forEach(
            (name, tunnel) -> {
              if (gone.contains(name)) {
                tunnel.cut();
              }
            });
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
    synchronized (this) {
      tunnels.values().forEach(Tunnel::close);
    }
    api.close();
  }
}
