package chat.cli.command;

import chat.cli.client.ChatFailure;
import chat.cli.profile.ListenPoint;
import chat.cli.profile.ListenPoint.Heard;
import chat.cli.profile.Profile;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far the consumer of {@code listen} is: what it has taken, and nothing more, goes into the
 * saved place, and from there to the cluster as delivered. Whatever stops the process, what wasn't
 * taken comes again. Any thread.
 */
final class ListenProgress {
  private final Profile profile;
  private final String me;
  private final DeliveredMarks marks;
  private final SortedMap<String, Heard> heard;
  private byte[] cursor = {};
  private int generation;
  private boolean unsaved;

  /** A message that an event brought; {@code mark}: the cluster is to know it as delivered. */
  record Passed(String conversation, Heard heard, boolean again, boolean mark) {}

  /** One event: what holds once it is taken. {@code generation}: of which cluster it is. */
  record Step(byte[] cursor, int generation, Optional<Passed> passed) {
    Step {
      cursor = cursor.clone();
    }

    @Override
    public byte[] cursor() {
      return cursor.clone();
    }
  }

  ListenProgress(Profile profile, String me, SortedMap<String, Heard> heard, DeliveredMarks marks) {
    this.profile = profile;
    this.me = me;
    this.heard = new TreeMap<>(heard);
    this.marks = marks;
  }

  synchronized Step step(byte[] nextCursor, Optional<Passed> passed) {
    return new Step(nextCursor, generation, passed);
  }

  /** In the order of the events. */
  synchronized void take(Step step) {
    unsaved = true;
    cursor = step.cursor();
    step.passed().ifPresent(p -> take(p, step.generation() == generation));
  }

  private void take(Passed passed, boolean sameCluster) {
    if (!passed.again()) {
      heard.put(passed.conversation(), passed.heard());
    }
    if (passed.mark() && sameCluster) {
      marks.raise(passed.conversation(), passed.heard().seq());
    }
  }

  /** On disk when it returns; then the cluster may be told what was delivered. */
  synchronized void save() throws ChatFailure {
    if (!unsaved) {
      return;
    }
    try {
      profile.save(me, new ListenPoint(cursor, marks.unmarked(), heard));
    } catch (IOException e) {
      throw new ChatFailure(
          ChatFailure.Kind.FAILED, "", "the cursor can't be saved: " + e.getMessage(), "", e);
    }
    unsaved = false;
    marks.send();
  }

  /** Marks of the cluster before are of no use to this one. */
  synchronized void anotherCluster() {
    generation++;
    marks.forget();
  }
}
