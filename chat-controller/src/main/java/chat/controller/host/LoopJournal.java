package chat.controller.host;

import chat.controller.coordinator.Decision;
import chat.view.View;
import java.util.Optional;

/** Is told what the loop does, in the loop's thread. Must not block or throw. */
public interface LoopJournal {
  /** A decision that differs from the one before it. */
  void decided(Optional<View> view, Decision decision);

  /** The view as it was read for a turn. */
  void read(Optional<View> view);

  /** This controller wrote {@code view}. */
  void stored(View view);

  /** Another wrote first, or nobody knows who did; the loop reads again. */
  void notStored(View attempted, boolean known);

  /** The view store failed; the loop tries again at its next turn. */
  void storeFailed(Exception failure);
}
