package chat.cli.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Symbolic links: the link stays, and what it points to is written. */
public final class Links {
  /** As many as Linux follows. */
  private static final int MAX_LINKS = 40;

  private Links() {}

  /** The path behind a chain of links, whether there is something or not. */
  public static Path follow(Path name) throws IOException {
    Path at = name.toAbsolutePath();
    for (int i = 0; i <= MAX_LINKS; i++) {
      if (!Files.isSymbolicLink(at)) {
        return at;
      }
      at = at.resolveSibling(Files.readSymbolicLink(at));
    }
    throw new UnfitFileException(name + " is a link to itself, or one of too many links");
  }
}
