package chat.controller.kubernetes;

import chat.controller.coordinator.Decision;
import chat.controller.host.LoopJournal;
import chat.controller.kubernetes.ViewStory.Cause;
import chat.view.View;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that labels and Events follow the view. It only hands on what is to be done: the loop
 * waits for none of it.
 *
 * <p>Of several controllers the elected one tells, and who wrote the view itself.
 */
final class ViewJournal implements LoopJournal {
  /** Where the label belongs. */
  interface Label {
    void follow(View view);

    void leave();
  }

  private final BooleanSupplier elected;
  private final Label label;
  private final Consumer<ViewNote> notes;
  private final LongSupplier nanos;
  private final WaitingStory waiting = new WaitingStory();
  private Optional<View> last = Optional.empty();
  private @Nullable View mine;
  private @Nullable View unsettled;
  private String why = "";

  ViewJournal(BooleanSupplier elected, Label label, Consumer<ViewNote> notes, LongSupplier nanos) {
    this.elected = elected;
    this.label = label;
    this.notes = notes;
    this.nanos = nanos;
  }

  @Override
  public void read(Optional<View> view) {
    if (view.isPresent() && view.get().equals(unsettled)) {
      follow(last, view.get(), new Cause(why, Optional.empty()));
    } else if (view.isPresent() && elected.getAsBoolean()) {
      tell(last, view.get());
      label.follow(view.get());
    } else if (view.isEmpty() || !view.get().equals(mine)) {
      label.leave();
    }
    last = view;
    if (elected.getAsBoolean()) {
      waiting.due(view, nanos.getAsLong()).ifPresent(notes);
    }
  }

  private void tell(Optional<View> before, View after) {
    // Without a view before: the first one that is seen after a start tells of nothing new.
    before.ifPresent(old -> ViewStory.step(old, after, Cause.OF_THE_NODES).forEach(notes));
  }

  @Override
  public void decided(Optional<View> view, Decision decision) {
    switch (decision) {
      case Decision.Wait(String reason) -> waiting.waits(reason, nanos.getAsLong());
      case Decision.Promote(View _, String reason) -> {
        why = reason;
        waiting.over();
      }
      case Decision.FirstView _ -> waiting.over();
      case Decision.Nothing _ -> waiting.over();
    }
  }

  @Override
  public void leftToTheHolder(View next) {}

  @Override
  public void stored(Optional<View> before, View view, String reason, Duration took) {
    follow(before, view, new Cause(reason, Optional.of(took)));
  }

  private void follow(Optional<View> before, View view, Cause cause) {
    unsettled = null;
    mine = view;
    label.follow(view);
    if (before.isEmpty()) {
      notes.accept(ViewStory.beginning(view));
    } else {
      ViewStory.step(before.get(), view, cause).forEach(notes);
    }
    last = Optional.of(view);
  }

  @Override
  public void notStored(View attempted, boolean known) {
    unsettled = known ? null : attempted;
  }

  @Override
  public void storeFailed(Exception failure) {}
}
