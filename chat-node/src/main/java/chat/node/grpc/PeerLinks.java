package chat.node.grpc;

import chat.node.host.PeerListener;
import chat.node.host.Peers;
import chat.node.replica.Message;
import chat.proto.replication.v1.ExchangeRequest;
import chat.view.Address;
import chat.view.NodeName;
import io.grpc.ManagedChannel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A link to every peer that is known: from the configuration, from the in-sync set of the view, or
 * because it called. Links begin with {@link #start}. A peer that is in neither of the first two,
 * such as a node that was scaled away, is forgotten once its link was down for a while.
 */
public final class PeerLinks implements Peers, AutoCloseable {
  private static final Logger LOG = System.getLogger(PeerLinks.class.getName());

  /** So long a link to a peer that only called may be down. */
  static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

  private static final Duration LOOK_PAUSE = Duration.ofMinutes(1);

  private final PeerIdentity self;
  private final PeerLimits limits;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Map<NodeName, Long> heardNanos = new ConcurrentHashMap<>();
  private volatile Set<NodeName> seeds = Set.of();
  private volatile Set<NodeName> inSync = Set.of();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("peer-links").daemon().factory());
  private final Map<NodeName, PeerLink> links = new ConcurrentHashMap<>();
  private volatile @Nullable PeerListener listener;
  private volatile boolean closed;
  private @Nullable Message newest;
  private ExchangeRequest newestEncoded = ExchangeRequest.getDefaultInstance();

  /**
   * @param clock of this machine, which the peers are told
   */
  public PeerLinks(PeerIdentity self, PeerLimits limits, InstantSource clock) {
    this(self, limits, clock, System::nanoTime);
  }

  PeerLinks(PeerIdentity self, PeerLimits limits, InstantSource clock, LongSupplier nanos) {
    this.self = self;
    this.limits = limits;
    this.clock = clock;
    this.nanos = nanos;
    var _ =
        timer.scheduleWithFixedDelay(
            this::forget, LOOK_PAUSE.toMillis(), LOOK_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Opens links to these, and from now on to all that become known. */
  public void start(PeerListener to, Map<NodeName, Address> seeds) {
    listener = to;
    this.seeds = Set.copyOf(seeds.keySet());
    seeds.forEach(this::learn);
  }

  @Override
  public void send(NodeName to, Message message) {
    PeerLink link = links.get(to);
    if (link != null) {
      link.send(encoded(message));
    }
  }

  /** The same entries go to several followers: encoded once. The loop's thread only. */
  private ExchangeRequest encoded(Message message) {
    if (newest != message) {
      newest = message;
      newestEncoded = PeerCodec.encode(message);
    }
    return newestEncoded;
  }

  @Override
  public boolean hasRoom(NodeName to) {
    PeerLink link = links.get(to);
    return link != null && link.hasRoom();
  }

  @Override
  public void keepAlive() {
    links.values().forEach(PeerLink::keepAlive);
  }

  @Override
  public void reset(NodeName peer) {
    PeerLink link = links.get(peer);
    if (link != null) {
      link.reset();
    }
  }

  @Override
  public void reach(Map<NodeName, Address> addresses) {
    inSync = Set.copyOf(addresses.keySet());
    addresses.forEach(this::learn);
  }

  /** Whether a link to the peer is kept: it is up, or worth another try. */
  public boolean knows(NodeName peer) {
    return links.containsKey(peer);
  }

  /** Drops the links to peers that nobody needs and that were not heard of for a while. */
  void forget() {
    long now = nanos.getAsLong();
    links.forEach(
        (peer, link) -> {
          if (link.isUp() || seeds.contains(peer) || inSync.contains(peer)) {
            heardNanos.put(peer, now);
          } else if (now - heardNanos.getOrDefault(peer, now) > FORGOTTEN_AFTER.toNanos()) {
            drop(peer);
          }
        });
  }

  private void drop(NodeName peer) {
    heardNanos.remove(peer);
    PeerLink link = links.remove(peer);
    if (link != null) {
      LOG.log(Level.INFO, "{0} is gone for long: its link is dropped", peer);
      link.close();
    }
  }

  /** A peer called, and says that it listens there. */
  void called(NodeName peer, Address address, Optional<InetAddress> from) {
    heardNanos.put(peer, nanos.getAsLong());
    boolean moved = from.map(at -> NodeTargets.HOSTS.met(address.host(), at)).orElse(false);
    learn(peer, address);
    PeerLink link = links.get(peer);
    if (link != null) {
      link.hurry(moved);
    }
  }

  /** A peer is said to be there; a link that stands is left alone. */
  void learn(NodeName peer, Address address) {
    PeerListener to = listener;
    if (to == null || closed || peer.equals(self.node())) {
      return;
    }
    links.compute(
        peer,
        (name, old) -> {
          if (old != null && (old.isUp() || old.address().equals(address))) {
            return old;
          }
          if (old != null) {
            old.close();
          }
          heardNanos.put(peer, nanos.getAsLong());
          PeerLink link = new PeerLink(self, name, address, limits, clock, to, timer);
          timer.execute(link::open);
          return link;
        });
  }

  /** For other calls to the peer, such as for a snapshot. */
  Optional<ManagedChannel> channelTo(NodeName peer) {
    return Optional.ofNullable(links.get(peer)).map(PeerLink::channel);
  }

  /** Peers that are known, and whether the link to each stands. */
  public Map<NodeName, Boolean> up() {
    Map<NodeName, Boolean> up = new java.util.TreeMap<>();
    links.forEach((peer, link) -> up.put(peer, link.isUp()));
    return up;
  }

  /** The newest version of the rules that the peer can apply; 0 where no link to it stands. */
  public int rulesOf(NodeName peer) {
    PeerLink link = links.get(peer);
    return link == null ? 0 : link.rules();
  }

  public long lost() {
    return links.values().stream().mapToLong(PeerLink::lost).sum();
  }

  public long queuedBytes() {
    return links.values().stream().mapToLong(PeerLink::queuedBytes).sum();
  }

  @Override
  public void close() {
    closed = true;
    links.values().forEach(PeerLink::close);
    timer.shutdownNow();
  }
}
