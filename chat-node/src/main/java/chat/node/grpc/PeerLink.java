package chat.node.grpc;

import chat.node.chat.Rules;
import chat.node.host.PeerListener;
import chat.proto.replication.v1.ExchangeRequest;
import chat.proto.replication.v1.ExchangeResponse;
import chat.proto.replication.v1.Hello;
import chat.proto.replication.v1.ReplicationServiceGrpc;
import chat.view.Address;
import chat.view.NodeName;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.netty.channel.ChannelOption;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The stream to one peer, made anew whenever it breaks.
 *
 * <pre>
 *   down ─► calling ─► (the peer's Hello) up ─► broken or refused ─► pause ─► calling
 * </pre>
 *
 * <p>Messages go into the stream while it is ready, then into a bounded queue, then they are lost.
 * Any thread; nothing blocks.
 */
final class PeerLink {
  private static final Logger LOG = System.getLogger(PeerLink.class.getName());
  private static final int MOST_DOUBLINGS = 10;

  private final PeerIdentity self;
  private final NodeName peer;
  private final Address address;
  private final PeerLimits limits;
  private final InstantSource clock;
  private final PeerListener listener;
  private final ScheduledExecutorService timer;
  private final ManagedChannel channel;
  private final Deque<ExchangeRequest> queue = new ArrayDeque<>();
  private int queuedBytes;
  private @Nullable Attempt current;
  private boolean up;
  private int rules;
  private boolean roomWanted;
  private boolean closed;
  private int attempts;
  private long lost;
  private String lastFailure = "";

  PeerLink(
      PeerIdentity self,
      NodeName peer,
      Address address,
      PeerLimits limits,
      InstantSource clock,
      PeerListener listener,
      ScheduledExecutorService timer) {
    this.self = self;
    this.peer = peer;
    this.address = address;
    this.limits = limits;
    this.clock = clock;
    this.listener = listener;
    this.timer = timer;
    this.channel =
        NodeTargets.channelTo(address)
            .usePlaintext()
            .directExecutor() // Callbacks only queue and flush: no hop is worth its latency.
            .disableRetry()
            .flowControlWindow(limits.flowControlBytes())
            .maxInboundMessageSize(limits.messageBytes())
            .withOption(
                ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limits.helloPatience().toMillis())
            .build();
  }

  Address address() {
    return address;
  }

  ManagedChannel channel() {
    return channel;
  }

  synchronized boolean isUp() {
    return up;
  }

  /** The newest version of the rules that the peer can apply; 0 while there is no link. */
  synchronized int rules() {
    return up ? rules : 0;
  }

  /** Messages that found no room. */
  synchronized long lost() {
    return lost;
  }

  synchronized int queuedBytes() {
    return queuedBytes;
  }

  synchronized void open() {
    if (closed || current != null) {
      return;
    }
    Attempt attempt = new Attempt();
    current = attempt;
    ReplicationServiceGrpc.newStub(channel)
        .withOnReadyThreshold(limits.readyBytes())
        .exchange(attempt);
    attempt.send(withClock().setHello(self.helloTo(peer.value())).build());
    var _ =
        timer.schedule(
            () -> giveUp(attempt), limits.helloPatience().toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void giveUp(Attempt attempt) {
    if (current == attempt && !up) {
      attempt.cancel("no Hello within " + limits.helloPatience());
    }
  }

  /** Ends the connection as it is, and makes a new one. */
  synchronized void reset() {
    Attempt attempt = current;
    if (attempt != null) {
      attempt.cancel("the peer was silent");
    }
  }

  synchronized void close() {
    closed = true;
    reset();
    channel.shutdownNow();
  }

  synchronized void send(ExchangeRequest message) {
    Attempt attempt = current;
    if (!up || attempt == null) {
      return;
    }
    if (queue.isEmpty() && attempt.isReady()) {
      attempt.send(message);
    } else if (queuedBytes + message.getSerializedSize() > limits.queueBytes()) {
      lost++;
    } else {
      queue.add(message);
      queuedBytes += message.getSerializedSize();
    }
  }

  /** A sign of life, where nothing else waits that is one. */
  synchronized void keepAlive() {
    Attempt attempt = current;
    if (up && attempt != null && queue.isEmpty() && attempt.isReady()) {
      attempt.send(withClock().build());
    }
  }

  private ExchangeRequest.Builder withClock() {
    return ExchangeRequest.newBuilder().setClockMillis(clock.millis());
  }

  synchronized boolean hasRoom() {
    boolean room = up && queuedBytes < limits.roomBytes();
    roomWanted |= up && !room;
    return room;
  }

  private synchronized void ready(Attempt attempt) {
    if (current != attempt || !up) {
      return;
    }
    while (!queue.isEmpty() && attempt.isReady()) {
      ExchangeRequest next = queue.removeFirst();
      queuedBytes -= next.getSerializedSize();
      attempt.send(next);
    }
    if (roomWanted && queuedBytes < limits.roomBytes()) {
      roomWanted = false;
      listener.linkReady(peer);
    }
  }

  private synchronized void greeted(Attempt attempt, Hello hello) {
    if (current != attempt || up) {
      return;
    }
    try {
      var _ = PeerIdentity.checked(hello);
    } catch (IllegalArgumentException e) {
      attempt.cancel("MALFORMED: " + address + " answers a Hello with " + e.getMessage());
      return;
    }
    if (!hello.getNode().equals(peer.value())) {
      attempt.cancel("NODE_MISMATCH: " + address + " is " + hello.getNode() + ", not " + peer);
      return;
    }
    self.tokens().learned(hello.getNode(), hello.getForwardToken());
    up = true;
    rules = Math.max(Rules.FIRST, hello.getRules());
    attempts = 0;
    lastFailure = "";
    LOG.log(Level.INFO, "linked to {0} at {1}, boot {2}", peer, address, hello.getBootId());
    listener.linkUp(peer);
  }

  private synchronized void ended(Attempt attempt, Status status) {
    if (current != attempt) {
      return;
    }
    boolean broke = up;
    current = null;
    up = false;
    roomWanted = false;
    queue.clear();
    queuedBytes = 0;
    if (closed) {
      return;
    }
    report(broke, status);
    if (broke) {
      listener.linkBroken(peer);
    }
    if (isRefused(status)) {
      listener.linkRefused(peer);
    }
    var _ = timer.schedule(this::retry, pauseMillis(broke, status), TimeUnit.MILLISECONDS);
  }

  private void report(boolean broke, Status status) {
    String failure = status.getCode() + " " + status.getDescription();
    if (broke || !failure.equals(lastFailure)) {
      LOG.log(
          Level.INFO,
          "{0} to {1} at {2}: {3}",
          broke ? "link lost" : "no link",
          peer,
          address,
          failure);
    }
    lastFailure = broke ? "" : failure;
  }

  /**
   * The peer called, so it is there: no pause any more. An attempt on its way goes on, unless the
   * peer is at another address than was known when it began.
   */
  synchronized void hurry(boolean moved) {
    Attempt attempt = current;
    if (closed || up) {
      return;
    }
    attempts = 0;
    if (attempt == null) {
      timer.execute(this::retry);
    } else if (moved) {
      attempt.cancel("the peer is at another address");
    }
  }

  private synchronized void retry() {
    if (!closed && current == null) {
      channel.enterIdle(); // So that the next attempt connects now, not when a back-off ends.
      open();
    }
  }

  private long pauseMillis(boolean broke, Status status) {
    attempts++;
    if (broke) {
      return 0;
    }
    if (attempts > limits.quickAttempts() || status.getCode() == Status.Code.FAILED_PRECONDITION) {
      return jittered(limits.slowPause().toMillis());
    }
    int doublings = Math.min(attempts, MOST_DOUBLINGS);
    return jittered(
        Math.min(limits.quickPause().toMillis(), limits.firstPause().toMillis() << doublings));
  }

  private static long jittered(long most) {
    return most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1);
  }

  private static boolean isRefused(Status status) {
    String said = status.getDescription();
    if (status.getCode() == Status.Code.UNAVAILABLE
        && said != null
        && said.startsWith(ReplicationEndpoint.ENDING)) {
      return true;
    }
    for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          && String.valueOf(cause.getMessage()).contains("refused")) {
        return true;
      }
    }
    return false;
  }

  /** One stream, from its call to its end. */
  private final class Attempt implements ClientResponseObserver<ExchangeRequest, ExchangeResponse> {
    private @Nullable ClientCallStreamObserver<ExchangeRequest> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<ExchangeRequest> stream) {
      call = stream;
      stream.setOnReadyHandler(() -> ready(this));
    }

    boolean isReady() {
      ClientCallStreamObserver<ExchangeRequest> stream = call;
      return stream != null && stream.isReady();
    }

    void send(ExchangeRequest message) {
      ClientCallStreamObserver<ExchangeRequest> stream = call;
      if (stream != null) {
        stream.onNext(message);
      }
    }

    void cancel(String why) {
      ClientCallStreamObserver<ExchangeRequest> stream = call;
      if (stream != null) {
        stream.cancel(why, null);
      }
      ended(this, Status.CANCELLED.withDescription(why));
    }

    @Override
    public void onNext(ExchangeResponse response) {
      greeted(this, response.getHello());
    }

    @Override
    public void onError(Throwable failure) {
      ended(this, Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
      ended(this, Status.UNAVAILABLE.withDescription("the peer ended the stream"));
    }
  }
}
