package chat.node.replica;

import chat.view.Member;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Linearizable reads of an epoch (rule 8): the rounds that are open, in the order of their nonces,
 * and the reads that wait for the next round. Nonces ascend within the epoch. One boot leads an
 * epoch at most (rule 7), so that an epoch names the boot of its primary, too.
 */
public record Reads(long lastNonce, List<Round> open, ReadChain waiting) {
  static final Reads NONE = new Reads(0, List.of(), ReadChain.EMPTY);

  /**
   * A round keeps the required set of its start.
   *
   * @param index the commit index when the round began: what the reads must see
   * @param awaited members of the set of its start that have not answered this nonce or a later one
   * @param heartbeats how many have passed since the members were asked with this nonce
   */
  public record Round(
      long nonce, long index, ReadChain reads, SortedSet<Member> awaited, int heartbeats) {
    public Round {
      awaited = Collections.unmodifiableSortedSet(new TreeSet<>(awaited));
    }

    Round without(Member member) {
      SortedSet<Member> fewer = new TreeSet<>(awaited);
      fewer.remove(member);
      return new Round(nonce, index, reads, fewer, heartbeats);
    }

    Round awaitingOnly(SortedSet<Member> members) {
      SortedSet<Member> fewer = new TreeSet<>(awaited);
      fewer.retainAll(members);
      return new Round(nonce, index, reads, fewer, heartbeats);
    }

    Round aged(int age) {
      return new Round(nonce, index, reads, awaited, age);
    }
  }

  public Reads {
    open = List.copyOf(open);
  }

  Reads add(long read) {
    return new Reads(lastNonce, open, waiting.with(read));
  }

  /** Everything that waits goes into a new round. */
  Reads begin(long index, SortedSet<Member> asked) {
    long nonce = lastNonce + 1;
    List<Round> more = new ArrayList<>(open);
    more.add(new Round(nonce, index, waiting, asked, 0));
    return new Reads(nonce, more, ReadChain.EMPTY);
  }

  Reads withOpen(List<Round> rounds) {
    return new Reads(lastNonce, rounds, waiting);
  }

  List<Long> all() {
    List<Long> all = new ArrayList<>();
    open.forEach(round -> all.addAll(round.reads().toList()));
    all.addAll(waiting.toList());
    return all;
  }
}
