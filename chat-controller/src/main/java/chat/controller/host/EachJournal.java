package chat.controller.host;

import chat.controller.coordinator.Decision;
import chat.view.View;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Passes on what it is told. */
record EachJournal(List<LoopJournal> all) implements LoopJournal {
  @Override
  public void read(Optional<View> view) {
    all.forEach(each -> each.read(view));
  }

  @Override
  public void decided(Optional<View> view, Decision decision) {
    all.forEach(each -> each.decided(view, decision));
  }

  @Override
  public void leftToTheHolder(View next) {
    all.forEach(each -> each.leftToTheHolder(next));
  }

  @Override
  public void stored(Optional<View> before, View view, String why, Duration took) {
    all.forEach(each -> each.stored(before, view, why, took));
  }

  @Override
  public void notStored(View attempted, boolean known) {
    all.forEach(each -> each.notStored(attempted, known));
  }

  @Override
  public void storeFailed(Exception failure) {
    all.forEach(each -> each.storeFailed(failure));
  }
}
