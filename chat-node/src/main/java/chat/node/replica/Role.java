package chat.node.replica;

import chat.view.Epoch;
import chat.view.NodeName;
import java.util.Optional;

/**
 * What a replica is doing.
 *
 * <pre>
 *              a view names it, promise below its epoch (rule 7)
 *   Following ──────────────────────────────────────────────────► Leading
 *       ▲                                                            │
 *       └──── a higher epoch, by view, by message or by refusal ◄────┘
 *   any ──── a broken invariant, evidence that contradicts itself ──► Halted
 * </pre>
 */
public sealed interface Role {

  /**
   * Waits for a view, learns, or backs up; which of them, the view tells.
   *
   * @param matched whose log this one is, and how far
   * @param owed an answer that waits for the promise to be durable
   */
  record Following(boolean fetchingSnapshot, Optional<Matched> matched, Optional<Effect.Send> owed)
      implements Role {
    static final Following NOBODY = new Following(false, Optional.empty(), Optional.empty());

    Following fetching(boolean nowFetching) {
      return new Following(nowFetching, matched, owed);
    }

    Following matching(Matched now) {
      return new Following(fetchingSnapshot, Optional.of(now), owed);
    }

    Following owing(Optional<Effect.Send> answer) {
      return new Following(fetchingSnapshot, matched, answer);
    }
  }

  /**
   * The log is that of the primary of {@code epoch} up to {@code index}. Not all of it need be
   * durable yet; up to {@code accepted} the primary was told that it is.
   */
  record Matched(NodeName primary, Epoch epoch, long index, long accepted) {
    static final long NOTHING = -1;
  }

  /** Primary of {@code term().epoch()}: starting, recovering or serving. */
  record Leading(Term term) implements Role {
    public Epoch epoch() {
      return term.epoch();
    }
  }

  /** Stopped for good. */
  record Halted(String reason) implements Role {}
}
