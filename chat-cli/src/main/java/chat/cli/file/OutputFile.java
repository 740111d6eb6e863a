package chat.cli.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Where a command writes content under a name that the user gave.
 *
 * <pre>
 * -, /dev/stdout              standard output
 * nothing, a regular file     a new file, which takes the name when it is whole
 * a symbolic link             the link stays; its target is treated by this table
 * FIFO, character device      written into
 * anything else               refused
 * </pre>
 */
public interface OutputFile extends Closeable {
  Path STDOUT = Path.of("-");

  Set<Path> STDOUT_BY_OTHER_NAMES =
      Set.of(Path.of("/dev/stdout"), Path.of("/dev/fd/1"), Path.of("/proc/self/fd/1"));

  /** Takes the content. */
  OutputStream stream();

  /** The content is whole. It is durable when this returns, where the place can keep it. */
  void finish() throws IOException;

  static boolean isStdout(Path name) {
    return name.equals(STDOUT) || STDOUT_BY_OTHER_NAMES.contains(name);
  }

  static OutputFile open(Path name, PrintStream stdout) throws IOException {
    if (isStdout(name)) {
      return new OpenStream(new CheckedPrint(stdout));
    }
    if (Files.isSymbolicLink(name)) {
      Links.follow(name);
    }
    return switch (FileKind.of(name)) {
      case NOTHING, REGULAR -> whole(name);
      case FIFO, CHARACTER_DEVICE ->
          new OpenStream(Files.newOutputStream(name, StandardOpenOption.WRITE));
      case DIRECTORY -> throw new UnfitFileException(name + " is a folder");
      case OTHER ->
          throw new UnfitFileException(name + " is neither a file nor a pipe to write into");
    };
  }

  private static OutputFile whole(Path name) throws IOException {
    if (name.startsWith("/dev/fd") || name.startsWith("/proc")) {
      throw new UnfitFileException(name + " is an open file; give its own name");
    }
    return WholeFile.open(Links.follow(name));
  }
}
