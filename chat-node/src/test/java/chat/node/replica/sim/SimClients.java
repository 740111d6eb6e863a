package chat.node.replica.sim;

import chat.node.replica.Entry;
import chat.node.replica.Event;
import chat.node.replica.Payload;
import chat.view.NodeName;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Clients that do one thing at a time, and do it again with the same id until it is answered. */
final class SimClients {
  private record ClientRead(int client, long acknowledgedBefore, long beganMillis) {}

  private final Cluster cluster;
  private final Map<Long, List<ClientCall>> proposals = new HashMap<>();
  private final Map<Long, ClientRead> reads = new HashMap<>();
  private boolean stopping;
  private boolean patient;
  private long patientReads;
  private long longestMillis;
  private int busy;
  private long lastId;
  long writesDone;
  long readsDone;

  SimClients(Cluster cluster) {
    this.cluster = cluster;
  }

  void start(int count) {
    for (int client = 0; client < count; client++) {
      think(client);
    }
  }

  /** What was begun is still brought to an end. */
  void stop() {
    stopping = true;
  }

  /** From here on a read is asked once, and waited for. */
  void beginPatience() {
    patient = true;
    List.copyOf(reads.keySet()).forEach(this::readAgain);
  }

  long patientReads() {
    return patientReads;
  }

  /** The longest that a patient read took, or takes. */
  long longestReadMillis() {
    long now = cluster.agenda.nowMillis();
    return reads.values().stream()
        .mapToLong(read -> now - read.beganMillis)
        .reduce(longestMillis, Math::max);
  }

  boolean isIdle() {
    return busy == 0;
  }

  static Payload payload(ClientCall call) {
    return new Payload(
        ByteBuffer.allocate(16).putLong(call.request().id).putLong(call.attempt()).array());
  }

  private void think(int client) {
    cluster.agenda.after(
        cluster.dice.between(3, 60),
        () -> {
          if (!stopping) {
            busy++;
            if (cluster.dice.chance(cluster.profile.readShare)) {
              read(client);
            } else {
              attempt(new ClientRequest(client, ++lastId, cluster.oracle.acknowledged()));
            }
          }
        });
  }

  private void attempt(ClientRequest request) {
    int round = ++request.round;
    long proposal = ++lastId;
    List<ClientCall> calls = new ArrayList<>();
    for (int i = cluster.dice.chance(0.7) ? 1 : cluster.dice.between(2, 4); i > 0; i--) {
      calls.add(new ClientCall(request, ++lastId));
    }
    proposals.put(proposal, calls);
    List<Payload> payloads = calls.stream().map(SimClients::payload).toList();
    askSomebody(new Event.Proposed(proposal, payloads));
    retry(request, round, cluster.dice.between(40, 250));
  }

  private void retry(ClientRequest request, int round, int millis) {
    cluster.agenda.after(
        millis,
        () -> {
          if (!request.done && request.round == round) {
            attempt(request);
          }
        });
  }

  /** Mostly whom the view names, sometimes whom an old view named, sometimes anybody. */
  private void askSomebody(Event event) {
    Optional<NodeName> primary = cluster.store.now().map(view -> view.primary().name());
    if (cluster.dice.chance(cluster.profile.oldPrimaryAsked)) {
      primary = cluster.dice.pick(cluster.store.history()).map(view -> view.primary().name());
    }
    Optional<SimNode> node =
        primary.isPresent() && cluster.dice.chance(0.85)
            ? cluster.node(primary.get())
            : cluster.dice.pick(cluster.nodes());
    node.ifPresent(to -> to.hear(event));
  }

  void admitted(SimNode node, long proposal, long firstIndex, Map<Long, ClientCall> open) {
    List<ClientCall> calls = proposals.getOrDefault(proposal, List.of());
    for (int i = 0; i < calls.size(); i++) {
      open.put(firstIndex + i, calls.get(i));
    }
  }

  void rejected(long proposal) {
    List<ClientCall> calls = proposals.getOrDefault(proposal, List.of());
    calls.forEach(call -> cluster.oracle.rejected(call));
    calls.stream()
        .findFirst()
        .ifPresent(
            call -> retry(call.request(), call.request().round, cluster.dice.between(5, 40)));
  }

  void unknown(ClientCall call) {
    retry(call.request(), call.request().round, cluster.dice.between(5, 40));
  }

  void acknowledged(SimNode node, ClientCall call, Entry entry) {
    cluster.oracle.acknowledged(node, call, entry);
    boolean arrives = !cluster.faulty || cluster.dice.chance(0.9);
    if (arrives && !call.request().done) {
      call.request().done = true;
      writesDone++;
      finished(call.request().client);
    }
  }

  private void finished(int client) {
    busy--;
    think(client);
  }

  private void read(int client) {
    long read = ++lastId;
    reads.put(
        read, new ClientRead(client, cluster.oracle.acknowledged(), cluster.agenda.nowMillis()));
    askSomebody(new Event.ReadRequested(read));
    if (!patient) {
      cluster.agenda.after(cluster.dice.between(40, 500), () -> readAgain(read));
    }
  }

  private void readAgain(long read) {
    ClientRead given = reads.remove(read);
    if (given != null) {
      read(given.client);
    }
  }

  void readRejected(long read) {
    cluster.agenda.after(cluster.dice.between(5, 40), () -> readAgain(read));
  }

  void answered(SimNode node, long read, long index) {
    ClientRead given = reads.remove(read);
    if (given != null) {
      cluster.oracle.read(node, index, given.acknowledgedBefore);
      readsDone++;
      if (patient) {
        patientReads++;
        longestMillis = Math.max(longestMillis, cluster.agenda.nowMillis() - given.beganMillis);
      }
      finished(given.client);
    }
  }
}
