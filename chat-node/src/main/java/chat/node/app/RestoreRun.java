package chat.node.app;

import chat.node.app.NodeConfig.InvalidConfigException;
import chat.node.sqlite.DataFolderException;
import chat.node.sqlite.Restore;
import chat.node.sqlite.RestoreException;
import chat.view.ClusterId;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/**
 * The program run as {@code restore FILE [--replace]}, with a node's name and data folder: instead
 * of being that node, it makes the backup the node's data, and ends. {@code -} is the standard
 * input. What was done is a sentence on stderr and, for programs, one line of JSON on stdout.
 */
final class RestoreRun {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int DATA = 3;
  private static final int REFUSED = 5;
  private static final String REPLACE = "--replace";

  private final PrintStream out;
  private final PrintStream err;
  private final InputStream in;

  RestoreRun(InputStream in, PrintStream out, PrintStream err) {
    this.in = in;
    this.out = out;
    this.err = err;
  }

  /** The exit code. */
  int run(List<String> arguments, Config config) {
    List<String> files = arguments.stream().filter(each -> !each.equals(REPLACE)).toList();
    if (files.size() != 1 || files.getFirst().startsWith("--")) {
      return say(USAGE, "usage: restore FILE [--replace], where FILE may be - for standard input");
    }
    try (InputStream backup = open(files.getFirst())) {
      NodeConfig.Disk disk = NodeConfig.disk(config);
      return say(
          disk,
          Restore.into(
              disk.folder(),
              disk.nativeFolder(),
              disk.owner(),
              backup,
              arguments.contains(REPLACE)));
    } catch (InvalidConfigException e) {
      return say(USAGE, String.valueOf(e.getMessage()));
    } catch (DataFolderException e) {
      return say(DATA, e.reason() + ": " + e.getMessage());
    } catch (RestoreException e) {
      return say(REFUSED, e.reason() + ": " + e.getMessage());
    } catch (NoSuchFileException e) {
      return say(FAILED, "There is no file " + e.getMessage() + ".");
    } catch (IOException e) {
      return say(FAILED, "The backup can't be restored: " + e.getMessage());
    }
  }

  private InputStream open(String file) throws IOException {
    return file.equals("-") ? in : Files.newInputStream(Path.of(file));
  }

  private int say(int code, String sentence) {
    err.println("chat-node: " + sentence);
    return code;
  }

  private int say(NodeConfig.Disk disk, Restore.Restored done) {
    String from = done.from().map(ClusterId::value).orElse("");
    done.setAside().ifPresent(where -> say(OK, "what was there is in " + where));
    out.printf(
        "{\"node\":\"%s\",\"clusterId\":\"%s\",\"from\":\"%s\",\"epoch\":%d,\"position\":%d}%n",
        disk.owner(),
        done.cluster(),
        from,
        done.position().epoch().value(),
        done.position().index());
    out.flush(); // The process halts without.
    return say(
        OK,
        "position %d of cluster %s is the beginning of cluster %s; start %s, and the others empty"
            .formatted(done.position().index(), from, done.cluster(), disk.owner()));
  }
}
