package chat.cli.profile;

import chat.cli.file.Links;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Small files that nobody else may read, replaced as a whole and durable once written. */
final class PrivateFile {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");

  static final Set<StandardOpenOption> OPEN_TO_LOCK =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

  private static final String FRESH = ".new-";

  private PrivateFile() {}

  /** Removes what writers left that were killed; for those who know that nobody is writing. */
  static void sweep(Path folder) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, FRESH + "*")) {
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
    }
  }

  static FileAttribute<Set<PosixFilePermission>> ownersOnly() {
    return owner(FILE);
  }

  /** On disk (fsync of file and folder) when it returns; readers see the old or the new text. */
  static void write(Path name, String text) throws IOException {
    Path file = Links.follow(name);
    Path folder = makeFolder(file);
    Path fresh = Files.createTempFile(folder, FRESH, ".tmp", owner(FILE));
    try {
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      move(fresh, file);
    } finally {
      Files.deleteIfExists(fresh);
    }
    syncFolder(folder);
  }

  /** The text, unless there is no such file. Refuses a file that others may read or write. */
  static Optional<String> read(Path file) throws IOException, ProfileException {
    try {
      Set<PosixFilePermission> wide = EnumSet.noneOf(PosixFilePermission.class);
      wide.addAll(Files.getPosixFilePermissions(file));
      wide.removeAll(FILE);
      if (!wide.isEmpty()) {
        throw new ProfileException(
            "%s is open to others (%s); run: chmod 600 %s"
                .formatted(
                    file,
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                    file));
      }
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Gone for good when it returns; whether it was there before. */
  static boolean delete(Path file) throws IOException {
    boolean was = Files.deleteIfExists(file);
    if (was && file.getParent() instanceof Path folder) {
      syncFolder(folder);
    }
    return was;
  }

  static Path makeFolder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("not a file's name: " + file);
    }
    Files.createDirectories(folder, owner(FOLDER));
    return folder;
  }

  private static FileAttribute<Set<PosixFilePermission>> owner(Set<PosixFilePermission> which) {
    return PosixFilePermissions.asFileAttribute(which);
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("this file system can't replace files atomically: " + to, e);
    }
  }

  private static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
