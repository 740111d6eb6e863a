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
      add("lose", packet, draft -> draft.take(packet));
      if (world.spent().duplicates() < bounds.most().duplicates()) {
        add(
            "deliver and keep",
            packet,
            draft -> {
              draft.spent = world.spent().plus(Spent.DUPLICATE);
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
    add("heartbeat", name(i), draft -> draft.step(i, new Event.HeartbeatDue()));
    if (state.role() instanceof Role.Leading leading && leading.term().handOver().isPresent()) {
      add("last heartbeat of the hand-over", name(i), draft -> draft.lastHeartbeat(i));
    }
    if (state.hasLostPrimary()) {
      add("promotion due", name(i), draft -> draft.step(i, new Event.PromotionDue()));
    }
    for (World.Node other : world.nodes()) {
      NodeName whom = other.member().name();
      if (!whom.equals(name(i))) {
        if (state.suspected().contains(whom)) {
          add("trust", name(i) + " " + whom, d -> d.step(i, new Event.Trusted(whom)));
        } else if (world.spent().suspicions() < bounds.most().suspicions()) {
          add(
              "suspect",
              name(i) + " " + whom,
              draft -> {
                draft.spent = world.spent().plus(Spent.SUSPICION);
                draft.step(i, new Event.Suspected(whom));
              });
        }
      }
    }
  }

  private void calls(int i) {
    ReplicaState state = world.nodes().get(i).state();
    Spent spent = world.spent();
    if (state.isServing()) {
      if (spent.proposals() < bounds.most().proposals()) {
        Payload payload = new Payload(new byte[] {(byte) (spent.proposals() + 1)});
        add(
            "propose",
            name(i),
            draft -> {
              draft.spent = world.spent().plus(Spent.PROPOSAL);
              draft.step(i, new Event.Proposed(spent.proposals() + 1L, List.of(payload)));
            });
      }
      if (spent.reads() < bounds.most().reads()) {
        add(
            "read",
            name(i),
            draft -> {
              draft.spent = world.spent().plus(Spent.READ);
              draft.readRequested(i, spent.reads() + 1L);
            });
      }
      if (spent.handOvers() < bounds.most().handOvers()) {
        add(
            "hand over",
            name(i),
            draft -> {
              draft.spent = world.spent().plus(Spent.HAND_OVER);
              draft.step(i, new Event.HandOverRequested(Optional.empty()));
            });
      }
    }
    if (spent.leaves() < bounds.most().leaves()) {
      add(
          "leave",
          name(i),
          draft -> {
            draft.spent = world.spent().plus(Spent.LEAVE);
            draft.step(i, new Event.LeaveRequested());
          });
    }
  }

  /** A crash, after which some of what wasn't synced is there all the same, and a restart. */
  private void crash(int i) {
    World.Node node = world.nodes().get(i);
    if (world.spent().crashes() < bounds.most().crashes()) {
      for (int kept = 0; kept <= node.writes().size(); kept++) {
        Disk found = node.durable().after(node.writes().subList(0, kept));
        add(
            "crash, keeping " + kept + " writes,",
            name(i),
            draft -> {
              draft.spent = world.spent().plus(Spent.CRASH);
              draft.begin(i, node.member(), node.boot() + 1, found);
            });
      }
    }
    if (world.spent().lostDisks() < bounds.most().lostDisks() && mayLose(node.member())) {
      Member fresh =
          new Member(node.member().name(), new StorageId(node.member().storageId().value() + "x"));
      add(
          "lose the disk",
          name(i),
          draft -> {
            draft.spent = world.spent().plus(Spent.LOST_DISK);
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
    if (world.spent().compactions() < bounds.most().compactions()
        && log.applied() > log.base().index()) {
      add(
          "compact",
          name(i),
          draft -> {
            draft.spent = world.spent().plus(Spent.COMPACTION);
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
        .filter(view -> view.rev().value() < bounds.revs())
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
              draft.proposals.add(cas.abandoned());
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
}
