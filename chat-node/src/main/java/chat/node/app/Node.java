package chat.node.app;

import chat.node.app.NodeConfig.InvalidConfigException;
import chat.node.chat.CommandCodec;
import chat.node.chat.CommandCost;
import chat.node.grpc.CallLimits;
import chat.node.grpc.ClientLoad;
import chat.node.grpc.ClientServer;
import chat.node.grpc.ControlEndpoint;
import chat.node.grpc.ForwardTokens;
import chat.node.grpc.NodeAbout;
import chat.node.grpc.NodeDeeds;
import chat.node.grpc.PeerIdentity;
import chat.node.grpc.PeerLimits;
import chat.node.grpc.PeerLinks;
import chat.node.grpc.PeerServices;
import chat.node.grpc.ReplicationEndpoint;
import chat.node.grpc.SnapshotReceiving;
import chat.node.grpc.SnapshotSending;
import chat.node.host.LoopMetrics;
import chat.node.host.LoopParts;
import chat.node.host.ReplicaLoop;
import chat.node.host.Replication;
import chat.node.host.Store;
import chat.node.host.Store.Recovered;
import chat.node.host.ViewClient;
import chat.node.replica.Effect.Promise;
import chat.node.replica.Payload;
import chat.node.sqlite.BackupFile;
import chat.node.sqlite.DataFolder;
import chat.node.sqlite.DataFolderException;
import chat.node.sqlite.SqlChatApplier;
import chat.node.sqlite.SqlChatReader;
import chat.node.sqlite.SqliteStore;
import chat.view.Member;
import chat.view.NodeName;
import chat.view.View;
import chat.view.ViewStoreException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One node, wired by hand. The order of its start: store, loop, links to the peers; the peer port,
 * which the framework opens; the clients' port. The order of its end is in {@link #stop}.
 */
public final class Node {
  private static final Logger LOG = System.getLogger(Node.class.getName());

  /** Connections that read the state: one for each thread that reads, one for the loop. */
  private static final int READERS = CallLimits.DEFAULTS.reads().threads() + 1;

  /** As the build wrote it into the package; empty where there is none. */
  static final String VERSION =
      Optional.ofNullable(Node.class.getPackage().getImplementationVersion()).orElse("");

  private final NodeConfig config;
  private final Traits traits;
  private final String bootId = UUID.randomUUID().toString();
  private final SqliteStore store;
  private final Path snapshots;
  private final SqlChatReader reader;
  private final Surroundings around;
  private final Member self;
  private final ViewClient views;
  private final ReplicaLoop loop;
  private final PeerLinks links;
  private final SnapshotReceiving receiving;
  private final ForwardTokens tokens;
  private final ControlEndpoint control;
  private final PeerServices peerServices;
  private final RoleHistory history;
  private final RulesRaise rulesRaise;
  private volatile @Nullable ClientServer clients;

  /**
   * Opens the data folder and makes all parts; nothing runs yet.
   *
   * @param onFatal as {@link LoopParts#onFatal}
   */
  public Node(NodeConfig config, LoopMetrics metrics, Consumer<String> onFatal)
      throws DataFolderException, ViewStoreException, InvalidConfigException {
    this(config, Surroundings.of(config.view(), config.name()), metrics, onFatal);
  }

  Node(NodeConfig config, Surroundings around, LoopMetrics metrics, Consumer<String> onFatal)
      throws DataFolderException {
    this(config, around, metrics, onFatal, Traits.USUAL);
  }

  Node(
      NodeConfig config,
      Surroundings around,
      LoopMetrics metrics,
      Consumer<String> onFatal,
      Traits traits)
      throws DataFolderException {
    int knownRules = traits.knownRules();
    this.config = config;
    this.traits = traits;
    this.around = around;
    DataFolder folder =
        DataFolder.open(
            config.disk().folder(), config.disk().nativeFolder(), config.name(), config.store());
    this.snapshots = folder.snapshots();
    this.store = new SqliteStore(folder, writer -> new SqlChatApplier(writer, knownRules));
    this.reader = new SqlChatReader(folder.database()::reader, READERS);
    Recovered found = store.recovered();
    this.self = new Member(config.name(), found.storageId());
    AtomicReference<@Nullable Replication> replication = new AtomicReference<>();
    this.tokens = new ForwardTokens(config.name());
    PeerIdentity identity =
        new PeerIdentity(
            config.name(),
            found.storageId(),
            bootId,
            config.advertised().peer(),
            knownRules,
            () ->
                Optional.ofNullable(replication.get())
                    .flatMap(r -> r.state().view())
                    .map(View::clusterId)
                    .or(() -> found.promise().map(Promise::clusterId)),
            tokens);
    PeerLimits peerLimits = config.peerLimits();
    this.views = new ViewClient(around.views());
    this.links = new PeerLinks(identity, peerLimits, traits.clock());
    this.receiving = new SnapshotReceiving(identity, links, folder.snapshots(), peerLimits);
    this.loop =
        new ReplicaLoop(
            new LoopParts(
                self,
                config.advertised(),
                store,
                views,
                links,
                receiving,
                command -> new Payload(CommandCodec.encode(command)),
                payload -> CommandCost.of(CommandCodec.decode(payload.bytes())),
                reader::newestTimeMillis,
                traits.clock()::millis,
                bound -> ThreadLocalRandom.current().nextLong(bound),
                metrics,
                config.limits(),
                onFatal));
    replication.set(loop);
    this.rulesRaise =
        new RulesRaise(loop, config.name(), knownRules, links::rulesOf, reader::rules);
    this.history = new RoleHistory(loop);
    this.control =
        new ControlEndpoint(identity, config.advertised(), found, loop, views::hint, peerLimits);
    this.peerServices =
        new PeerServices(
            new ReplicationEndpoint(
                identity,
                links,
                loop,
                peerLimits,
                new SnapshotSending(identity, store, folder.snapshots(), peerLimits)),
            control);
    LOG.log(
        Level.INFO,
        "node {0}, storage {1}, boot {2}: promised {3}, position {4}, applied {5}",
        config.name(),
        found.storageId(),
        bootId,
        found.promise().map(Object::toString).orElse("nothing"),
        found.log().last(),
        found.appliedIndex());
  }

  /** Starts the loop and the links. */
  public void start() {
    loop.start();
    links.start(loop, config.peers());
    rulesRaise.start();
  }

  /** Opens the clients' port. */
  public void serveClients() throws IOException {
    ClientServer server =
        new ClientServer(
            new ClientServer.Parts(
                config.name(),
                config.advertised().client(),
                loop,
                reader,
                config.chatLimits(),
                traits.calls().with(config.connections()),
                traits.clock(),
                config.operators(),
                deeds(),
                Map::of,
                links::knows,
                new NodeAbout(VERSION, control::controllers),
                tokens),
            new InetSocketAddress(config.clientListen().host(), config.clientListen().port()));
    server.start();
    clients = server;
    LOG.log(Level.INFO, "clients are served at {0}", config.clientListen());
  }

  private NodeDeeds deeds() {
    return new NodeDeeds() {
      @Override
      public void handOver(Optional<NodeName> to) {
        loop.handOver(to);
      }

      @Override
      public Store.Snapshot backup() {
        // SQLite would keep the carrier of the caller's virtual thread.
        CompletableFuture<Store.Snapshot> made = new CompletableFuture<>();
        Thread.ofPlatform()
            .daemon()
            .name("chat-backup")
            .start(
                () -> {
                  try {
                    made.complete(BackupFile.seal(store.snapshot(snapshots)));
                  } catch (RuntimeException | Error e) {
                    made.completeExceptionally(e);
                  }
                });
        return made.join();
      }
    };
  }

  /**
   * Ends in order: does what {@link Ending} says for the others, lets calls end within their bound,
   * takes leave of its peers, stops the loop, closes the disk.
   */
  public void stop() {
    takeLeave();
    end();
    LOG.log(Level.INFO, "stopped");
  }

  /** The first part of the end, during which the node still takes part. */
  void takeLeave() {
    new Ending(loop, self, around.place()).begin();
  }

  /** Ends without a word to anybody, as a crash would, but that files are closed. */
  void end() {
    ClientServer server = clients;
    if (server != null) {
      server.close();
    }
    // Peers are told before the loop ends, which acknowledges: the port stays open for longer. And
    // nothing reaches them afterwards, or they would think that this node is back.
    rulesRaise.close();
    links.close();
    peerServices.replication().close();
    loop.close();
    control.close();
    receiving.close();
    reader.close();
    store.close();
    around.close().run();
  }

  /** How it is, as probes ask. */
  Health health() {
    return new Health(loop.state(), loop.sinceLastTurn(), loop.isInstalling(), views.trouble());
  }

  /** What the clients' port has to do. */
  ClientLoad clientLoad() {
    ClientServer server = clients;
    return server == null ? ClientLoad.NONE : server.load();
  }

  NodeConfig config() {
    return config;
  }

  public ReplicaLoop loop() {
    return loop;
  }

  Store store() {
    return store;
  }

  PeerLinks links() {
    return links;
  }

  SnapshotReceiving receiving() {
    return receiving;
  }

  public PeerServices peerServices() {
    return peerServices;
  }

  SqlChatReader reader() {
    return reader;
  }

  RoleHistory history() {
    return history;
  }
}
