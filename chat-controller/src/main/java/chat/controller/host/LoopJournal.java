package chat.controller.host;

import chat.controller.coordinator.Decision;
import chat.view.View;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Is told what the loop does, in the loop's thread. Must not block or throw. */
public interface LoopJournal {
  /** The view as it was read for a turn. */
  void read(Optional<View> view);

  /** A decision that differs from the one before it. */
  void decided(Optional<View> view, Decision decision);

  /** What is to be written is left to the elected controller, for a while. Once for each. */
  void leftToTheHolder(View next);

  /**
   * This controller wrote {@code view}.
   *
   * @param before the view that it replaced
   * @param why what was decided, in words
   * @param took since the loop first saw that not all is well
   */
  void stored(Optional<View> before, View view, String why, Duration took);

  /** Another wrote first, or nobody knows who did; the loop reads again. */
  void notStored(View attempted, boolean known);

  /** The view store, or what else a turn asks, failed; the loop tries again at its next turn. */
  void storeFailed(Exception failure);

  /** Tells each of {@code all}, in this order. */
  static LoopJournal all(List<LoopJournal> all) {
    return new EachJournal(List.copyOf(all));
  }
}
