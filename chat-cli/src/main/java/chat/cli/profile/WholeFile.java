package chat.cli.profile;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file that is there as a whole or not at all, and that only its owner may read: written under
 * another name beside its place until it is finished. One thread.
 */
public final class WholeFile implements AutoCloseable {
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

  public static WholeFile open(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException("there is no folder for " + file);
    }
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    return new WholeFile(
        target, Files.createTempFile(folder, target.getFileName() + ".", ".part", ownerOnly));
  }

  public OutputStream stream() {
    return out;
  }

  /** On disk, under its name, when it returns. */
  public void finish() throws IOException {
    out.flush();
    channel.force(true);
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    finished = true;
    try (FileChannel folder = FileChannel.open(fresh.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
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
