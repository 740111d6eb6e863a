package chat.cli.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What is at a path, links followed. */
enum FileKind {
  NOTHING,
  REGULAR,
  DIRECTORY,
  FIFO,
  CHARACTER_DEVICE,
  OTHER;

  private static final int TYPE_MASK = 0170000;

  static FileKind of(Path path) throws IOException {
    int mode;
    try {
      mode = (int) Files.getAttribute(path, "unix:mode");
    } catch (NoSuchFileException e) {
      return NOTHING;
    }
    return switch (mode & TYPE_MASK) {
      case 0100000 -> REGULAR;
      case 0040000 -> DIRECTORY;
      case 0010000 -> FIFO;
      case 0020000 -> CHARACTER_DEVICE;
      default -> OTHER;
    };
  }
}
