package chat.controller.host;

import chat.controller.coordinator.Decision;
import chat.view.View;
import java.time.Duration;
import java.util.Optional;

/** Keeps what it hears to itself. A test overrides what it wants to hear. */
public class SilentJournal implements LoopJournal {
  @Override
  public void read(Optional<View> view) {}

  @Override
  public void decided(Optional<View> view, Decision decision) {}

  @Override
  public void leftToTheHolder(View next) {}

  @Override
  public void stored(Optional<View> before, View view, String why, Duration took) {}

  @Override
  public void notStored(View attempted, boolean known) {}

  @Override
  public void storeFailed(Exception failure) {}
}
