package chat.node.sqlite;

import chat.node.host.Store.Retention;
import chat.node.sqlite.WriteScript.Seen;
import chat.node.sqlite.WriteScript.Step;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A process that writes to a data folder until it is killed: says what it is about to do, does it,
 * and says that it is done.
 */
final class KilledWriter {
  /** Small, so that checkpoints and compactions are among what is interrupted. */
  static final StoreSettings SETTINGS =
      new StoreSettings(
          300, Long.MAX_VALUE, Long.MAX_VALUE, 50, 40, 1 << 20, 1 << 20, 1, Long.MAX_VALUE);

  private KilledWriter() {}

  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    WriteScript script = new WriteScript(Long.parseLong(args[1]));
    DataFolder folder;
    try {
      folder = DataFolder.open(Path.of(args[0]), TestState.OWNER, SETTINGS);
    } catch (DataFolderException e) {
      out.println(e.reason() + " " + e.getMessage());
      return;
    }
    SqliteStore store = new SqliteStore(folder, TestState::on);
    Seen seen = Seen.of(store.recovered());
    out.println("ack " + seen);
    while (true) {
      Step step = script.next(seen);
      out.println("try " + step.after());
      store.write(step.changes());
      seen = step.after();
      out.println("ack " + seen);
      store.compact(Retention.USUAL);
    }
  }
}
