package chat.controller.grpc;

import chat.controller.coordinator.Contact;
import chat.proto.control.v1.ControlServiceGrpc;
import chat.proto.control.v1.NodeReport;
import chat.proto.control.v1.ProbeRequest;
import chat.proto.control.v1.ProbeResponse;
import chat.proto.control.v1.ViewChangedRequest;
import chat.proto.control.v1.ViewChangedResponse;
import chat.proto.control.v1.WatchProbeRequest;
import chat.proto.control.v1.WatchProbeResponse;
import chat.view.Address;
import chat.view.NodeName;
import chat.view.Rev;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Talks to one node: a stream of its reports, and a question now and then.
 *
 * <p>The stream tells at once of a change and of a process that died. It is silent while nothing
 * changes, so the questions tell of a machine that hangs. (gRPC's keepalive can't: it allows no
 * less than ten seconds.) Threads: only the executor's single one, callbacks included.
 */
final class NodeLink {
  /** Between attempts to connect, with jitter: cheap, and soon enough for a node that restarts. */
  static final Duration RETRY_FROM = Duration.ofMillis(50);

  static final Duration RETRY_TO = Duration.ofMillis(100);

  /** A connection that is silent this long may be to a machine that is gone: make another. */
  static final Duration RENEWAL = Duration.ofSeconds(5);

  private static final int REPORT_BYTES_LIMIT = 64 * 1024;

  private final Address address;
  private final ScheduledExecutorService executor;
  private final ProbeTimes times;
  private final WatchProbeRequest question;
  private final NodeContact contact;
  private final Runnable changed;
  private ManagedChannel channel;
  private long renewedNanos = System.nanoTime();
  private int connection;
  private boolean asked;
  private boolean closed;

  NodeLink(
      NodeName name,
      Address address,
      ProbeTimes times,
      Introduction self,
      ScheduledExecutorService executor,
      Runnable changed) {
    this.address = address;
    this.times = times;
    this.question =
        WatchProbeRequest.newBuilder()
            .setController(self.name())
            .setVersion(self.version())
            .build();
    this.executor = executor;
    this.changed = changed;
    this.contact = new NodeContact(name, times.silence(), System.nanoTime());
    this.channel = channel();
  }

  Address address() {
    return address;
  }

  Contact contact() {
    return contact.at(System.nanoTime());
  }

  /** Begins to count the node's silence anew. */
  void forgive() {
    contact.forgive(System.nanoTime());
  }

  /** Opens the stream; its end opens the next. */
  void connect() {
    if (closed) {
      return;
    }
    connection++;
    ControlServiceGrpc.newStub(channel).watchProbe(question, new Watching(connection));
  }

  /** Asks the node, unless it still owes an answer; makes a new connection where it is silent. */
  void ask() {
    long now = System.nanoTime();
    if (contact.isSilent(now) && now - renewedNanos > RENEWAL.toNanos()) {
      renew(now);
    }
    if (asked) {
      return;
    }
    asked = true;
    ControlServiceGrpc.newStub(channel)
        .withDeadlineAfter(times.silence().toNanos(), TimeUnit.NANOSECONDS)
        .probe(
            ProbeRequest.getDefaultInstance(),
            new Answer<ProbeResponse>(
                answer -> heard(answer.getReport()),
                () -> {
                  asked = false;
                }));
  }

  void viewChanged(Rev rev) {
    ControlServiceGrpc.newStub(channel)
        .withDeadlineAfter(times.silence().toNanos(), TimeUnit.NANOSECONDS)
        .viewChanged(
            ViewChangedRequest.newBuilder().setRev(rev.value()).build(),
            new Answer<ViewChangedResponse>(_ -> {}, () -> {}));
  }

  void close() {
    closed = true;
    channel.shutdownNow();
  }

  private ManagedChannel channel() {
    return NettyChannelBuilder.forAddress(address.host(), address.port())
        .usePlaintext()
        .executor(executor)
        .maxInboundMessageSize(REPORT_BYTES_LIMIT)
        .build();
  }

  private void renew(long now) {
    renewedNanos = now;
    ManagedChannel silent = channel;
    channel = channel();
    connect();
    silent.shutdownNow();
  }

  private void heard(NodeReport report) {
    try {
      contact.heard(ReportMapping.report(report), System.nanoTime());
    } catch (IllegalArgumentException e) {
      contact.notUnderstood(String.valueOf(e.getMessage()));
    }
    changed.run();
  }

  private void ended(String why, boolean stood) {
    if (stood) {
      // At once, once: whether the process is gone is known only when it refuses the next.
      contact.broke(why);
      connect();
    } else {
      contact.refused(why);
      long pause = ThreadLocalRandom.current().nextLong(RETRY_FROM.toNanos(), RETRY_TO.toNanos());
      executor.schedule(this::retry, pause, TimeUnit.NANOSECONDS);
    }
    changed.run();
  }

  private void retry() {
    channel.resetConnectBackoff();
    connect();
  }

  /** One stream of reports. After another was opened, its end means nothing. */
  private final class Watching implements StreamObserver<WatchProbeResponse> {
    private final int mine;
    private boolean stood;

    private Watching(int mine) {
      this.mine = mine;
    }

    @Override
    public void onNext(WatchProbeResponse response) {
      stood = true;
      if (mine == connection) {
        heard(response.getReport());
      }
    }

    @Override
    public void onError(Throwable failure) {
      if (mine == connection && !closed) {
        ended(Failures.inWords(Status.fromThrowable(failure)), stood);
      }
    }

    @Override
    public void onCompleted() {
      if (mine == connection && !closed) {
        ended("the node ended it", stood);
      }
    }
  }

  /** One answer, or none: what its absence means is told by the stream and by silence. */
  private record Answer<T>(Consumer<T> use, Runnable after) implements StreamObserver<T> {
    @Override
    public void onNext(T value) {
      use.accept(value);
    }

    @Override
    public void onError(Throwable failure) {
      after.run();
    }

    @Override
    public void onCompleted() {
      after.run();
    }
  }
}
