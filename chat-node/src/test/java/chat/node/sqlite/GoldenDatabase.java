package chat.node.sqlite;

import chat.node.chat.AccountCommand;
import chat.node.chat.AccountName;
import chat.node.chat.Command;
import chat.node.chat.CommandCodec;
import chat.node.chat.Fingerprint;
import chat.node.chat.MessageCommand;
import chat.node.chat.RequestId;
import chat.node.host.Store.Change;
import chat.node.replica.Effect;
import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.Payload;
import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.Rev;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/**
 * Made the databases in {@code src/test/resources/golden}: once for each schema version, by the
 * code of its day. They are never made again; later code must open them as they are.
 */
final class GoldenDatabase {
  static final Effect.Promise PROMISE =
      new Effect.Promise(new ClusterId("golden"), new Epoch(2), new Rev(5));
  static final long LAST_INDEX = 4;
  static final long APPLIED = 3;

  private GoldenDatabase() {}

  /** Arguments: an empty folder to work in, the file to write. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    try (SqliteStore store =
        new SqliteStore(
            DataFolder.open(folder, TestState.OWNER, StoreSettings.DEFAULTS),
            SqlChatApplier::new)) {
      store.write(
          List.of(
              new Change.SetPromise(PROMISE),
              new Change.Append(OptionalLong.empty(), entries()),
              new Change.Apply(APPLIED)));
    }
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(Path.of(args[1])))) {
      Files.copy(folder.resolve(DataFolder.DATABASE), out);
    }
  }

  /** Two accounts and a message, and a message more that isn't applied yet. */
  static List<Entry> entries() {
    AccountName ann = new AccountName("ann");
    AccountName bob = new AccountName("bob");
    List<Command> commands =
        List.of(
            new AccountCommand.Register(stamp(1), ann, "$argon2id$1"),
            new AccountCommand.Register(stamp(2), bob, "$argon2id$2"),
            new MessageCommand.Send(stamp(3), ann, bob, "first"),
            new MessageCommand.Send(stamp(4), bob, ann, "second"));
    List<Entry> entries = new ArrayList<>();
    for (Command command : commands) {
      int index = entries.size() + 1;
      entries.add(
          new Entry(
              new EntryId(new Epoch(index < 3 ? 1 : 2), index),
              new Payload(CommandCodec.encode(command))));
    }
    return entries;
  }

  private static Command.Stamp stamp(long number) {
    return new Command.Stamp(
        new RequestId(new UUID(7, number)), new Fingerprint(number), 1_000 + number);
  }
}
