package chat.node.replica;

import chat.view.Member;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Linearizable reads of an epoch (rule 8): one round under way, the reads that came after it began
 * waiting for the next.
 */
public record Reads(long lastNonce, Optional<Round> round, List<Long> waiting) {
  static final Reads NONE = new Reads(0, Optional.empty(), List.of());

  /**
   * @param index the commit index when the round began: what the reads must see
   * @param awaited members that were asked and haven't answered
   * @param heartbeats how many have passed since it began
   */
  public record Round(
      long nonce, long index, List<Long> reads, SortedSet<Member> awaited, int heartbeats) {
    public Round {
      reads = List.copyOf(reads);
      awaited = Collections.unmodifiableSortedSet(new TreeSet<>(awaited));
    }

    Round without(Member member) {
      SortedSet<Member> fewer = new TreeSet<>(awaited);
      fewer.remove(member);
      return new Round(nonce, index, reads, fewer, heartbeats);
    }

    Round older() {
      return new Round(nonce, index, reads, awaited, heartbeats + 1);
    }
  }

  public Reads {
    waiting = List.copyOf(waiting);
  }

  Reads add(long read) {
    List<Long> more = new ArrayList<>(waiting);
    more.add(read);
    return new Reads(lastNonce, round, more);
  }

  /** Everything that waits goes into a new round; reads of a round that is given up go along. */
  Reads begin(long index, SortedSet<Member> asked) {
    List<Long> all = new ArrayList<>();
    round.ifPresent(r -> all.addAll(r.reads()));
    all.addAll(waiting);
    long nonce = lastNonce + 1;
    return new Reads(nonce, Optional.of(new Round(nonce, index, all, asked, 0)), List.of());
  }

  Reads withRound(Optional<Round> open) {
    return new Reads(lastNonce, open, waiting);
  }

  List<Long> all() {
    List<Long> all = new ArrayList<>();
    round.ifPresent(r -> all.addAll(r.reads()));
    all.addAll(waiting);
    return all;
  }
}
