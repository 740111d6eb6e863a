package chat.node.replica.explore;

import chat.node.replica.Effect.Promise;
import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.Payload;
import chat.node.replica.sim.Violation;
import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.Member;
import chat.view.NodeName;
import chat.view.Rev;
import chat.view.StorageId;
import chat.view.View;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Visits every world within the bounds, nearest first, until there is none left or they get too
 * deep.
 */
public final class Exploration {
  private record Found(World world, int number, int depth) {}

  /**
   * @param exhausted no state within the bounds was left out
   * @param depth the farthest state is this many moves from the start
   */
  record Report(int states, int depth, boolean exhausted) {}

  private static final ClusterId CLUSTER = new ClusterId("c");

  /** What was applied where a backup was made. */
  private static final Entry RESTORED =
      new Entry(new EntryId(new Epoch(1), 1), new Payload(new byte[] {1}));

  private final Bounds bounds;
  private final Set<Print> known = new HashSet<>();
  private final Deque<Found> frontier = new ArrayDeque<>();
  private int[] parents = new int[1024];
  private short[] ordinals = new short[1024];
  private int count;

  private Exploration(Bounds bounds) {
    this.bounds = bounds;
  }

  /** The violation nearest to the start of this {@link Space}, told. */
  public static Optional<String> firstViolation(String space) {
    try {
      run(Space.valueOf(space).bounds, Integer.MAX_VALUE);
      return Optional.empty();
    } catch (Violation e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * @throws Violation with the moves that lead to it, no more of them than needed
   */
  static Report run(Bounds bounds, int mostMoves) {
    return new Exploration(bounds).visit(mostMoves);
  }

  private Report visit(int mostMoves) {
    World first = first();
    known.add(print(first));
    enqueue(first, 0, 0, 0);
    int depth = 0;
    while (!frontier.isEmpty()) {
      Found found = frontier.remove();
      depth = found.depth;
      if (depth == mostMoves) {
        return new Report(count, depth, false);
      }
      List<Moves.Move> moves = Moves.in(found.world, bounds);
      for (int ordinal = 0; ordinal < moves.size(); ordinal++) {
        World next = make(found, moves.get(ordinal));
        if (known.add(print(next))) {
          enqueue(next, found.number, ordinal, depth + 1);
        }
      }
    }
    return new Report(count, depth, true);
  }

  private Print print(World world) {
    return Encoding.of(world, world.spent().reads() < bounds.most().reads());
  }

  private World make(Found from, Moves.Move move) {
    try {
      return next(from.world, move);
    } catch (RuntimeException e) {
      Violation violation =
          new Violation(e.getMessage() + "\nafter:\n" + path(from.number) + move.what());
      violation.initCause(e);
      throw violation;
    }
  }

  private World next(World from, Moves.Move move) {
    Draft draft = new Draft(from, bounds);
    move.act().accept(draft);
    return draft.done();
  }

  private void enqueue(World world, int parent, int ordinal, int depth) {
    if (count == parents.length) {
      parents = Arrays.copyOf(parents, 2 * count);
      ordinals = Arrays.copyOf(ordinals, 2 * count);
    }
    parents[count] = parent;
    ordinals[count] = (short) ordinal;
    frontier.add(new Found(world, count, depth));
    count++;
  }

  /** Goes the way once more, to tell it. */
  private String path(int number) {
    List<Integer> way = new ArrayList<>();
    for (int at = number; at != 0; at = parents[at]) {
      way.add((int) ordinals[at]);
    }
    Collections.reverse(way);
    StringBuilder told = new StringBuilder();
    World world = first();
    for (int ordinal : way) {
      Moves.Move move = Moves.in(world, bounds).get(ordinal);
      told.append(move.what()).append('\n');
      world = next(world, move);
    }
    return told.toString();
  }

  /**
   * Empty disks, or one with a backup; the first view just written, and every node about to read
   * it.
   */
  private World first() {
    TreeSet<Member> members = new TreeSet<>();
    for (int i = 1; i <= bounds.nodes(); i++) {
      members.add(new Member(new NodeName("n" + i), new StorageId("d" + i)));
    }
    World nothing =
        new World(
            List.of(),
            List.of(),
            Optional.empty(),
            List.of(),
            bounds.restored() ? List.of(RESTORED) : List.of(),
            bounds.restored() ? 1 : 0,
            List.of(),
            new TreeMap<>(),
            Spent.NONE);
    Draft draft = new Draft(nothing, bounds);
    members.forEach(member -> draft.begin(draft.size(), member, 1, diskOf(draft.size())));
    draft.view =
        Optional.of(
            new View(
                CLUSTER,
                new Rev(1),
                new Epoch(bounds.restored() ? 2 : 1),
                members.first(),
                bounds.restored() ? new TreeSet<>(Set.of(members.first())) : members,
                new TreeMap<>()));
    return draft.done();
  }

  /** What a restore leaves: one entry's state, its epoch promised, and no view acted on. */
  private Disk diskOf(int node) {
    return bounds.restored() && node == 0
        ? new Disk(
            Optional.of(new Promise(CLUSTER, RESTORED.epoch(), Rev.ZERO)),
            RESTORED.id(),
            List.of(),
            RESTORED.index())
        : Disk.EMPTY;
  }
}
