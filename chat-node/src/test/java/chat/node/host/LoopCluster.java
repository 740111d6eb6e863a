package chat.node.host;

import chat.node.chat.AccountCommand;
import chat.node.chat.AccountName;
import chat.node.chat.AccountOutcome;
import chat.node.chat.Command;
import chat.node.chat.Fingerprint;
import chat.node.chat.RequestId;
import chat.node.chat.Result;
import chat.node.replica.Entry;
import chat.node.replica.Message;
import chat.node.replica.Payload;
import chat.view.Address;
import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.FileViewStore;
import chat.view.Member;
import chat.view.NodeAddresses;
import chat.view.NodeName;
import chat.view.Rev;
import chat.view.StorageId;
import chat.view.View;
import chat.view.ViewStoreException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Three loops in one process with fake disks, a wire that never fails, and a real view store. */
final class LoopCluster implements AutoCloseable {
  static final LoopLimits QUICK = LoopLimits.DEFAULT.withTimers(20, 2000, 100, 200);

  final Map<NodeName, ReplicaLoop> loops = new ConcurrentHashMap<>();
  final Map<NodeName, FakeStore> stores = new TreeMap<>();
  final List<String> happened = new CopyOnWriteArrayList<>();
  final List<String> fatal = new CopyOnWriteArrayList<>();

  /** The most entries that any node applied in one transaction. */
  final AtomicInteger largestApply = new AtomicInteger();

  private final LoopLimits limits;
  private final java.util.Set<NodeName> muted = ConcurrentHashMap.newKeySet();
  private final java.util.Set<NodeName> failing = ConcurrentHashMap.newKeySet();
  private final java.util.Set<NodeName> cut = ConcurrentHashMap.newKeySet();
  private final Map<NodeName, Duration> clocks = new ConcurrentHashMap<>();
  private final Map<NodeName, Long> lateMillis = new ConcurrentHashMap<>();
  private final ScheduledExecutorService wires = Executors.newSingleThreadScheduledExecutor();
  private final List<ReplicaLoop> all = new ArrayList<>();

  LoopCluster(Path folder) throws ViewStoreException {
    this(folder, QUICK);
  }

  LoopCluster(Path folder, LoopLimits limits) throws ViewStoreException {
    this.limits = limits;
    Path file = folder.resolve("view.json");
    TreeSet<Member> members = new TreeSet<>();
    for (int i = 0; i < 3; i++) {
      members.add(new Member(new NodeName("chat-" + i), new StorageId("disk-" + i)));
    }
    try (FileViewStore store = new FileViewStore(file)) {
      store.compareAndSet(
          new View(
              new ClusterId("c"),
              new Rev(1),
              new Epoch(1),
              members.first(),
              members,
              new TreeMap<>()));
    }
    for (Member member : members) {
      FakeStore store = store(member);
      stores.put(member.name(), store);
      loops.put(member.name(), loop(member, recording(store, member.name()), file));
    }
    all.addAll(loops.values());
    loops.values().forEach(ReplicaLoop::start);
    loops.forEach(
        (name, loop) ->
            loops.keySet().stream().filter(other -> !other.equals(name)).forEach(loop::linkUp));
  }

  static FakeStore store(Member member) {
    return new FakeStore(
        member.storageId(),
        new FakeStore.Retained(10_000, 1 << 20, 1 << 20, 100),
        (index, payload) -> new Result.Answer(index, 0, false, new AccountOutcome.Registered()));
  }

  private ReplicaLoop loop(Member self, Store store, Path file) throws ViewStoreException {
    return new ReplicaLoop(parts(self, store, new ViewClient(new FileViewStore(file)), limits));
  }

  LoopParts parts(Member self, Store store, ViewClient views, LoopLimits limits) {
    Address address = new Address("localhost", 1);
    return new LoopParts(
        self,
        new NodeAddresses(address, address),
        store,
        views,
        new Wire(self.name()),
        donor -> CompletableFuture.failedFuture(new IllegalStateException("no snapshots here")),
        command -> new Payload(command.scope().value().getBytes(StandardCharsets.UTF_8)),
        _ -> 1,
        () -> 0,
        () -> clockOf(self.name()),
        bound -> ThreadLocalRandom.current().nextLong(bound),
        LoopMetrics.NONE,
        limits,
        fatal::add);
  }

  static Command command(String name) {
    return new AccountCommand.Register(
        new Command.Stamp(new RequestId(new UUID(1, 2)), new Fingerprint(3), 4),
        new AccountName(name),
        "hash");
  }

  NodeName primary() {
    return loops.entrySet().stream()
        .filter(entry -> entry.getValue().state().serving())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(new NodeName("nobody"));
  }

  /** The loop of a node that was not killed. */
  ReplicaLoop running(NodeName name) {
    return Objects.requireNonNull(loops.get(name));
  }

  void kill(NodeName name) {
    ReplicaLoop dead = loops.remove(name);
    if (dead != null) {
      dead.close();
    }
    loops.values().forEach(loop -> loop.linkBroken(name));
    loops.values().forEach(loop -> loop.linkRefused(name));
  }

  /** It says nothing any more, but that it lives. */
  void mute(NodeName name) {
    muted.add(name);
  }

  void unmute(NodeName name) {
    muted.remove(name);
  }

  void failWrites(NodeName name) {
    failing.add(name);
  }

  /** The clock of this node goes so far ahead. */
  void setClock(NodeName name, Duration ahead) {
    clocks.put(name, ahead);
  }

  private long clockOf(NodeName name) {
    return System.currentTimeMillis() + clocks.getOrDefault(name, Duration.ZERO).toMillis();
  }

  /** Nothing gets from or to this node. */
  void cut(NodeName name) {
    cut.add(name);
  }

  void mend(NodeName name) {
    cut.remove(name);
  }

  /** From here on all that it says arrives so much later, in its order. */
  void slow(NodeName name, long millis) {
    lateMillis.put(name, millis);
  }

  List<Entry> history(NodeName name) {
    FakeStore store = stores.get(name);
    return store == null ? List.of() : store.history();
  }

  @Override
  public void close() {
    all.forEach(ReplicaLoop::close);
    wires.shutdownNow();
  }

  /** Notes each durable write. */
  private Store recording(FakeStore store, NodeName name) {
    return (Store)
        java.lang.reflect.Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("write") && failing.contains(name)) {
                throw new StoreFailure("the disk is gone");
              }
              if (method.getName().equals("write")
                  && String.valueOf(arguments[0]).contains("Append[")) {
                happened.add(name + " writes");
              }
              try {
                Object result = method.invoke(store, arguments);
                if (method.getName().equals("write") && result instanceof List<?> applied) {
                  largestApply.accumulateAndGet(applied.size(), Math::max);
                }
                return result;
              } catch (java.lang.reflect.InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private final class Wire implements Peers {
    private final NodeName self;

    Wire(NodeName self) {
      this.self = self;
    }

    @Override
    public void send(NodeName to, Message message) {
      if (message instanceof Message.Append append && !append.entries().isEmpty()) {
        happened.add(self + " sends");
      }
      Long late = lateMillis.get(self);
      if (late == null) {
        arrive(to, message);
      } else {
        var _ = wires.schedule(() -> arrive(to, message), late, TimeUnit.MILLISECONDS);
      }
    }

    private void arrive(NodeName to, Message message) {
      ReplicaLoop loop = loops.get(to);
      if (loop != null
          && loops.containsKey(self)
          && !muted.contains(self)
          && !cut.contains(self)
          && !cut.contains(to)) {
        loop.received(self, message, () -> {});
      }
    }

    @Override
    public boolean hasRoom(NodeName to) {
      return loops.containsKey(to);
    }

    @Override
    public void keepAlive() {
      if (loops.containsKey(self)) {
        loops.values().forEach(loop -> loop.heard(self));
        loops.forEach(
            (name, loop) -> {
              if (!name.equals(self)) {
                loop.clockTold(self, clockOf(self));
              }
            });
      }
    }

    @Override
    public void reach(Map<NodeName, Address> addresses) {}

    @Override
    public void reset(NodeName peer) {}
  }
}
