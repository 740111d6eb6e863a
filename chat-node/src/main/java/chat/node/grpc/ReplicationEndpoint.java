package chat.node.grpc;

import chat.node.host.PeerListener;
import chat.proto.replication.v1.ExchangeRequest;
import chat.proto.replication.v1.ExchangeResponse;
import chat.proto.replication.v1.FetchSnapshotRequest;
import chat.proto.replication.v1.FetchSnapshotResponse;
import chat.proto.replication.v1.Hello;
import chat.proto.replication.v1.ReplicationServiceGrpc;
import chat.view.Address;
import chat.view.NodeName;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what peers say. Handlers run on the transport's thread and never block: a message is
 * queued for the loop, and only when the loop took it is the peer allowed another.
 */
public final class ReplicationEndpoint extends ReplicationServiceGrpc.ReplicationServiceImplBase
    implements AutoCloseable {
  /** Begins the description of {@code UNAVAILABLE} from a node that ends: it won't answer again. */
  static final String ENDING = "ENDING: ";

  private static final Logger LOG = System.getLogger(ReplicationEndpoint.class.getName());

  private final PeerIdentity self;
  private final PeerLinks links;
  private final PeerListener listener;
  private final PeerLimits limits;
  private final SnapshotSending snapshots;
  private final Set<Incoming> open = ConcurrentHashMap.newKeySet();
  private volatile boolean ending;

  public ReplicationEndpoint(
      PeerIdentity self,
      PeerLinks links,
      PeerListener listener,
      PeerLimits limits,
      SnapshotSending snapshots) {
    this.self = self;
    this.links = links;
    this.listener = listener;
    this.limits = limits;
    this.snapshots = snapshots;
  }

  @Override
  public StreamObserver<ExchangeRequest> exchange(StreamObserver<ExchangeResponse> answers) {
    var call = (ServerCallStreamObserver<ExchangeResponse>) answers;
    call.disableAutoRequest();
    call.request(1);
    Incoming incoming = new Incoming(call);
    open.add(incoming);
    call.setOnCancelHandler(() -> open.remove(incoming));
    if (ending) {
      incoming.end();
    }
    return incoming;
  }

  /**
   * Ends all streams, and every later one. The port may stay open for a while; without this word
   * the peers would wait for answers until a silence is long enough.
   */
  @Override
  public void close() {
    ending = true;
    open.forEach(Incoming::end);
  }

  @Override
  public void fetchSnapshot(
      FetchSnapshotRequest request, StreamObserver<FetchSnapshotResponse> answers) {
    snapshots.send(request, (ServerCallStreamObserver<FetchSnapshotResponse>) answers);
  }

  /** One peer's stream. */
  private final class Incoming implements StreamObserver<ExchangeRequest> {
    private final ServerCallStreamObserver<ExchangeResponse> call;
    private final Optional<InetAddress> caller = CallerAddress.current();
    private @Nullable NodeName from;
    private boolean over;

    Incoming(ServerCallStreamObserver<ExchangeResponse> call) {
      this.call = call;
    }

    @Override
    public void onNext(ExchangeRequest request) {
      if (isOver()) {
        return;
      }
      NodeName peer = from;
      try {
        if (peer == null) {
          greet(request);
        } else if (request.getMessageCase() == ExchangeRequest.MessageCase.MESSAGE_NOT_SET) {
          listener.heard(peer);
          listener.clockTold(peer, request.getClockMillis());
          call.request(1);
        } else {
          listener.received(peer, PeerCodec.decode(request), () -> call.request(1));
        }
      } catch (IllegalArgumentException e) {
        refuse(Status.INVALID_ARGUMENT, "MALFORMED: " + e.getMessage());
      }
    }

    private void greet(ExchangeRequest request) {
      if (!request.hasHello()) {
        refuse(Status.FAILED_PRECONDITION, "HELLO_MISSING: a stream begins with a Hello");
        return;
      }
      Hello hello = request.getHello();
      NodeName peer = PeerIdentity.checked(hello);
      Optional<String> objection = self.objection(hello);
      if (objection.isPresent()) {
        refuse(Status.FAILED_PRECONDITION, objection.get());
        return;
      }
      if (!hello.getPeerAddress().isEmpty()) {
        links.called(peer, Address.parse(hello.getPeerAddress()), caller);
      }
      self.tokens().learned(hello.getNode(), hello.getForwardToken());
      from = peer;
      listener.clockTold(peer, request.getClockMillis()); // Before all that it says.
      welcome(hello.getNode());
    }

    private synchronized void welcome(String peer) {
      if (!over) {
        call.onNext(ExchangeResponse.newBuilder().setHello(self.helloTo(peer)).build());
        call.request(limits.untakenMessages());
      }
    }

    private synchronized boolean isOver() {
      return over;
    }

    private void refuse(Status status, String reason) {
      LOG.log(Level.WARNING, "a peer''s stream is refused: {0}", reason);
      end(status.withDescription(reason));
    }

    void end() {
      end(Status.UNAVAILABLE.withDescription(ENDING + self.node() + " is being stopped"));
    }

    private synchronized void end(Status status) {
      open.remove(this);
      if (!over) {
        over = true;
        call.onError(status.asRuntimeException());
      }
    }

    @Override
    public void onError(Throwable failure) {
      open.remove(this);
      LOG.log(Level.DEBUG, "the stream of {0} broke: {1}", from, failure.getMessage());
    }

    @Override
    public synchronized void onCompleted() {
      open.remove(this);
      if (!over) {
        over = true;
        call.onCompleted();
      }
    }
  }
}
