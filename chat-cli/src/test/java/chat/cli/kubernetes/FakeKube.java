package chat.cli.kubernetes;

import chat.cli.client.ChatFailure;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A release that a test sets as it likes; connections to pods are kept, or refused. */
final class FakeKube implements KubeApi {
  private Optional<ReleaseView> view = Optional.empty();
  private List<PodState> pods = List.of();
  private Optional<ChatFailure> answer = Optional.empty();
  private Optional<ChatFailure> tunnels = Optional.empty();
  private Optional<Watcher> watcher = Optional.empty();
  private Runnable beforeWatch = () -> {};
  private final List<FakePipe> pipes = new ArrayList<>();

  /** A connection that was joined to a pod. */
  static final class FakePipe implements Pipe {
    private final String pod;
    private final SocketChannel near;
    private final Optional<ChatFailure> failure;

    private FakePipe(String pod, SocketChannel near, Optional<ChatFailure> failure) {
      this.pod = pod;
      this.near = near;
      this.failure = failure;
    }

    @Override
    public boolean isAlive() {
      return near.isOpen();
    }

    @Override
    public Optional<ChatFailure> failure() {
      return failure;
    }

    @Override
    public void close() {
      try {
        near.close();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  synchronized FakeKube view(String primary, long epoch, String... inSync) {
    view = Optional.of(new ReleaseView(primary, epoch, List.of(inSync)));
    watcher.ifPresent(w -> w.view(view));
    return this;
  }

  synchronized FakeKube noView() {
    view = Optional.empty();
    watcher.ifPresent(w -> w.view(view));
    return this;
  }

  synchronized FakeKube having(PodState... now) {
    pods = List.of(now);
    watcher.ifPresent(w -> w.pods(pods));
    return this;
  }

  /** What every question gets from now on, or none. */
  synchronized FakeKube answering(ChatFailure... failure) {
    answer = Arrays.stream(failure).findFirst();
    return this;
  }

  /** Runs on the thread that begins the watch; a failure is the watch's. */
  FakeKube beforeWatch(Runnable run) {
    beforeWatch = run;
    return this;
  }

  synchronized FakeKube refusingTunnels(ChatFailure failure) {
    tunnels = Optional.of(failure);
    return this;
  }

  static PodState running(String name) {
    return pod(name, "Running", true, "");
  }

  static PodState pod(String name, String phase, boolean ready, String problem) {
    return new PodState(name, phase, ready, false, problem, 0, "m1", "chat-node:dev", "1");
  }

  synchronized boolean isWatched() {
    return watcher.isPresent();
  }

  /** How many connections to the pod are open. */
  synchronized long open(String pod) {
    return pipes.stream().filter(p -> p.pod.equals(pod) && p.isAlive()).count();
  }

  @Override
  public synchronized Optional<ReleaseView> view() throws ChatFailure {
    fail();
    return view;
  }

  @Override
  public synchronized List<PodState> pods() throws ChatFailure {
    fail();
    return pods;
  }

  private void fail() throws ChatFailure {
    if (answer.isPresent()) {
      throw answer.get();
    }
  }

  @Override
  public List<Permission> permissions() {
    return List.of();
  }

  @Override
  public String otherReleases() {
    return "there is chat in namespace prod";
  }

  @Override
  public synchronized Pipe join(String pod, SocketChannel near) {
    FakePipe pipe = new FakePipe(pod, near, tunnels);
    if (tunnels.isPresent()) {
      pipe.close();
    }
    pipes.add(pipe);
    return pipe;
  }

  @Override
  public void watch(Watcher wanted) {
    beforeWatch.run();
    watched(wanted);
  }

  private synchronized void watched(Watcher wanted) {
    watcher = Optional.of(wanted);
    wanted.view(view);
    wanted.pods(pods);
  }

  @Override
  public void close() {}
}
