package chat.node.replica.explore;

import chat.node.replica.Event;
import chat.node.replica.Payload;
import chat.node.replica.ReplicaState;
import chat.node.replica.Role;
import chat.view.Member;
import chat.view.NodeName;
import chat.view.StorageId;
import chat.view.View;
import chat.view.ViewStore.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** All that can happen in a world, always in the same order. */
final class Moves {
  /** A move, with words that are only made when somebody asks. */
  record Move(Object what, Consumer<Draft> act) {
    private Move(String what, Object more, Consumer<Draft> act) {
      this(List.of(what, more), act);
    }
  }

  private static final long MOST_NONCES = 2;

  private final World world;
  private final Bounds bounds;
  private final List<Move> moves = new ArrayList<>();

  private Moves(World world, Bounds bounds) {
    this.world = world;
    this.bounds = bounds;
  }

  static List<Move> in(World world, Bounds bounds) {
    Moves all = new Moves(world, bounds);
    all.packets();
    for (int i = 0; i < world.nodes().size(); i++) {
      all.disk(i);
      all.view(i);
      all.time(i);
      all.calls(i);
      all.crash(i);
      all.snapshot(i);
    }
    all.store();
    return all.moves;
  }

  private void add(String what, Object more, Consumer<Draft> act) {
    moves.add(new Move(what, more, act));
  }

  private void packets() {
    for (World.Packet packet : world.packets()) {
      Event event = new Event.Received(packet.from(), packet.message());
      add(
          "deliver",
          packet,
          draft -> {
            draft.take(packet);
            draft.step(draft.numberOf(packet.to()), event);
          });
      if (world.spent().duplicates() < bounds.duplicates()) {
        add(
            "deliver and keep",
            packet,
            draft -> {
              draft.spent = spent(0, 0, 0, 0, 0, 0, 0, 1);
              draft.step(draft.numberOf(packet.to()), event);
            });
      }
    }
  }

  private void disk(int i) {
    if (world.nodes().get(i).writes().stream().anyMatch(write -> write.ticket() != 0)) {
      add("sync", name(i), draft -> draft.sync(i));
    }
  }

  private void view(int i) {
    World.Node node = world.nodes().get(i);
    world
        .view()
        .filter(now -> !node.state().view().equals(Optional.of(now)))
        .ifPresent(now -> add("see the view", name(i), d -> d.step(i, new Event.ViewSeen(now))));
    if (node.viewRead().isPresent()) {
      Optional<View> then = node.viewRead().get();
      add("read the view", name(i), draft -> draft.viewReadDone(i, world.view()));
      if (!then.equals(world.view())) {
        add("read the view of then", name(i), draft -> draft.viewReadDone(i, then));
      }
    }
  }

  private void time(int i) {
    ReplicaState state = world.nodes().get(i).state();
    boolean newRound =
        state.role() instanceof Role.Leading leading
            && leading.term().reads().round().isPresent()
            && leading.term().reads().lastNonce() >= MOST_NONCES;
    boolean handingOver =
        state.role() instanceof Role.Leading leading && leading.term().handOver().isPresent();
    if (!newRound && !handingOver) {
      add("heartbeat", name(i), draft -> draft.step(i, new Event.HeartbeatDue()));
    }
    if (state.hasLostPrimary()) {
      add("promotion due", name(i), draft -> draft.step(i, new Event.PromotionDue()));
    }
    for (World.Node other : world.nodes()) {
      NodeName whom = other.member().name();
      if (!whom.equals(name(i))) {
        boolean suspected = state.suspected().contains(whom);
        Event event = suspected ? new Event.Trusted(whom) : new Event.Suspected(whom);
        add(suspected ? "trust" : "suspect", name(i) + " " + whom, draft -> draft.step(i, event));
      }
    }
  }

  private void calls(int i) {
    ReplicaState state = world.nodes().get(i).state();
    World.Spent spent = world.spent();
    if (state.isServing()) {
      if (spent.proposals() < bounds.proposals()) {
        Payload payload = new Payload(new byte[] {(byte) (spent.proposals() + 1)});
        add(
            "propose",
            name(i),
            draft -> {
              draft.spent = spent(1, 0, 0, 0, 0, 0, 0, 0);
              draft.step(i, new Event.Proposed(spent.proposals() + 1L, List.of(payload)));
            });
      }
      if (spent.reads() < bounds.reads()) {
        add(
            "read",
            name(i),
            draft -> {
              draft.spent = spent(0, 1, 0, 0, 0, 0, 0, 0);
              draft.readRequested(i, spent.reads() + 1L);
            });
      }
      if (spent.handOvers() < bounds.handOvers()) {
        add(
            "hand over",
            name(i),
            draft -> {
              draft.spent = spent(0, 0, 0, 0, 0, 1, 0, 0);
              draft.step(i, new Event.HandOverRequested(Optional.empty()));
            });
      }
    }
    if (spent.leaves() < bounds.leaves()) {
      add(
          "leave",
          name(i),
          draft -> {
            draft.spent = spent(0, 0, 0, 0, 0, 0, 1, 0);
            draft.step(i, new Event.LeaveRequested());
          });
    }
  }

  /** A crash, after which some of what wasn't synced is there all the same, and a restart. */
  private void crash(int i) {
    World.Node node = world.nodes().get(i);
    if (world.spent().crashes() < bounds.crashes()) {
      for (int kept = 0; kept <= node.writes().size(); kept++) {
        Disk found = node.durable().after(node.writes().subList(0, kept));
        add(
            "crash, keeping " + kept + " writes,",
            name(i),
            draft -> {
              draft.spent = spent(0, 0, 1, 0, 0, 0, 0, 0);
              draft.begin(i, node.member(), node.boot() + 1, found);
            });
      }
    }
    if (world.spent().lostDisks() < bounds.lostDisks() && mayLose(node.member())) {
      Member fresh =
          new Member(node.member().name(), new StorageId(node.member().storageId().value() + "x"));
      add(
          "lose the disk",
          name(i),
          draft -> {
            draft.spent = spent(0, 0, 0, 1, 0, 0, 0, 0);
            draft.begin(i, fresh, node.boot() + 1, Disk.EMPTY);
          });
    }
  }

  /** Whether some recorded member is intact without it, whatever lands yet. */
  private boolean mayLose(Member member) {
    List<View> possible = new ArrayList<>(world.proposals().stream().map(World.Cas::next).toList());
    world.view().ifPresent(possible::add);
    return possible.stream()
        .allMatch(
            view ->
                world.nodes().stream()
                    .map(World.Node::member)
                    .anyMatch(other -> !other.equals(member) && view.inSync().contains(other)));
  }

  private void snapshot(int i) {
    World.Node node = world.nodes().get(i);
    Disk log = node.written();
    if (world.spent().compactions() < bounds.compactions() && log.applied() > log.base().index()) {
      add(
          "compact",
          name(i),
          draft -> {
            draft.spent = spent(0, 0, 0, 0, 1, 0, 0, 0);
            draft.compact(i);
          });
    }
    if (node.donor().isPresent()) {
      World.Node donor =
          world.nodes().stream()
              .filter(other -> other.member().name().equals(node.donor().get()))
              .findFirst()
              .orElseThrow();
      Disk of = donor.written();
      add(
          "fetch the snapshot",
          name(i),
          draft -> draft.fetched(i, new Event.SnapshotFetched(of.idAt(of.applied()))));
      add("no snapshot", name(i), draft -> draft.fetched(i, new Event.SnapshotFailed()));
    }
  }

  private void store() {
    world
        .view()
        .filter(view -> view.epoch().value() < bounds.epochs())
        .ifPresent(
            view -> {
              for (Member member : view.inSync()) {
                add(
                    "a controller promotes",
                    member,
                    d -> d.view = Optional.of(view.promoting(member)));
              }
            });
    for (World.Cas cas : world.proposals()) {
      boolean fits =
          world.view().map(view -> view.rev().next()).equals(Optional.of(cas.next().rev()));
      Outcome truth = fits ? Outcome.STORED : Outcome.CONFLICT;
      if (cas.awaited()) {
        add("answer the proposal", cas, draft -> land(draft, cas, fits, Optional.of(truth)));
        if (fits) {
          add("land, and time out", cas, d -> land(d, cas, true, Optional.of(Outcome.UNKNOWN)));
        }
        add(
            "time out",
            cas,
            draft -> {
              draft.proposals.remove(cas);
              draft.proposals.add(new World.Cas(cas.node(), cas.boot(), cas.next(), false));
              answer(draft, cas, Outcome.UNKNOWN);
            });
      } else if (fits) {
        add("land late", cas, draft -> land(draft, cas, true, Optional.empty()));
      }
    }
  }

  private static void land(Draft draft, World.Cas cas, boolean fits, Optional<Outcome> answer) {
    draft.proposals.remove(cas);
    if (fits) {
      draft.view = Optional.of(cas.next());
    }
    answer.ifPresent(outcome -> answer(draft, cas, outcome));
  }

  private static void answer(Draft draft, World.Cas cas, Outcome outcome) {
    if (draft.node(cas.node()).boot() == cas.boot()) {
      draft.step(cas.node(), new Event.ViewProposed(cas.next().rev(), outcome));
    }
  }

  private NodeName name(int i) {
    return world.nodes().get(i).member().name();
  }

  private World.Spent spent(
      int proposals,
      int reads,
      int crashes,
      int disks,
      int compactions,
      int handOvers,
      int leaves,
      int duplicates) {
    World.Spent old = world.spent();
    return new World.Spent(
        old.proposals() + proposals,
        old.reads() + reads,
        old.crashes() + crashes,
        old.lostDisks() + disks,
        old.compactions() + compactions,
        old.handOvers() + handOvers,
        old.leaves() + leaves,
        old.duplicates() + duplicates);
  }
}
