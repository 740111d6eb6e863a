package chat.cli.command;

import chat.cli.client.ChatFailure;
import chat.cli.profile.Outbox;
import java.util.List;

/** What commands say about entries of the outbox that are set aside. */
final class DamagedEntries {
  private static final String NEXT =
      "look at the files named above: mend one, or move it out of the outbox; nothing deletes it";

  private DamagedEntries() {}

  /** At the end of a command that did its work with all other entries. */
  static void fail(Run run, List<Outbox.Damage> damaged) throws ChatFailure {
    if (damaged.isEmpty()) {
      return;
    }
    damaged.forEach(one -> run.screen().error(one.told()));
    throw new ChatFailure(
        ChatFailure.Kind.FAILED,
        damaged.size() == 1
            ? "1 entry of the outbox is damaged"
            : damaged.size() + " entries of the outbox are damaged",
        NEXT);
  }

  /** For a command that is not about the outbox. */
  static void note(Run run, List<Outbox.Damage> damaged) {
    damaged.forEach(one -> run.screen().note(one.told() + "; see: chat outbox"));
  }
}
