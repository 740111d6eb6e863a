package chat.cli.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Set;

/**
 * A regular file that is there as a whole or not at all, and that only its owner may read: written
 * under another name in the same folder until it is finished. What was there before stays until
 * then. One thread.
 */
final class WholeFile implements OutputFile {
  private static final Set<PosixFilePermission> MAY_WRITE =
      PosixFilePermissions.fromString("-w--w--w-");

  private final Path target;
  private final Path fresh;
  private final FileChannel channel;
  private final OutputStream out;
  private boolean finished;

  private WholeFile(Path target, Path fresh) throws IOException {
    this.target = target;
    this.fresh = fresh;
    this.channel = FileChannel.open(fresh, StandardOpenOption.WRITE);
    this.out = new BufferedOutputStream(Channels.newOutputStream(channel));
  }

  /** {@code target}: absolute, not a link, and either a regular file or nothing. */
  static WholeFile open(Path target) throws IOException {
    Path folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException("there is no folder for " + target);
    }
    refuseWriteProtected(target);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path fresh = Files.createTempFile(folder, target.getFileName() + ".", ".part", ownerOnly);
    // For Ctrl-C and SIGTERM; kill -9 leaves it, under its own name.
    fresh.toFile().deleteOnExit();
    return new WholeFile(target, fresh);
  }

  /** For root, too, who could write it nevertheless. */
  private static void refuseWriteProtected(Path target) throws IOException {
    if (Files.exists(target)
        && (!Files.isWritable(target)
            || Collections.disjoint(Files.getPosixFilePermissions(target), MAY_WRITE))) {
      throw new UnfitFileException(target + " is write-protected");
    }
  }

  @Override
  public OutputStream stream() {
    return out;
  }

  /** On disk, under its name, when it returns. */
  @Override
  public void finish() throws IOException {
    out.flush();
    channel.force(true);
    refuseAnotherKind();
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    finished = true;
    try (FileChannel folder = FileChannel.open(fresh.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  /** A rename replaces whatever is there: something else may have come meanwhile. */
  private void refuseAnotherKind() throws IOException {
    boolean fit =
        !Files.isSymbolicLink(target)
            && switch (FileKind.of(target)) {
              case NOTHING, REGULAR -> true;
              case DIRECTORY, FIFO, CHARACTER_DEVICE, OTHER -> false;
            };
    if (!fit) {
      throw new UnfitFileException(target + " became something else than a file meanwhile");
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (!finished) {
      Files.deleteIfExists(fresh);
    }
  }
}
