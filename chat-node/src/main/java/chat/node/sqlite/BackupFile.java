package chat.node.sqlite;

import chat.node.host.Store.Snapshot;
import chat.node.host.StoreFailure;
import chat.node.sqlite.RestoreException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The form of a backup: the database of a snapshot, and an end that proves it whole.
 *
 * <pre>
 *   the database                        SQLite opens the file as it is: what follows is behind its pages
 *   16 bytes   "chat backup 1" and zeros
 *    8 bytes   how long the database is, big-endian
 *   32 bytes   SHA-256 of the database
 * </pre>
 *
 * <p>The end comes last, so a file that was cut off anywhere has none.
 */
public final class BackupFile {
  private static final byte[] MARK =
      Arrays.copyOf("chat backup 1".getBytes(StandardCharsets.US_ASCII), 16);
  private static final int SHA_BYTES = 32;
  static final int END_BYTES = MARK.length + Long.BYTES + SHA_BYTES;
  private static final byte[] DATABASE_MAGIC =
      "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  private BackupFile() {}

  /** Makes a backup of a snapshot's file, in place. */
  public static Snapshot seal(Snapshot snapshot) {
    ByteBuffer end =
        ByteBuffer.allocate(END_BYTES)
            .put(MARK)
            .putLong(snapshot.sizeBytes())
            .put(snapshot.sha256())
            .flip();
    try {
      Files.write(snapshot.file(), end.array(), StandardOpenOption.APPEND);
      return new Snapshot(
          snapshot.file(),
          snapshot.position(),
          Files.size(snapshot.file()),
          SnapshotCopy.sha256(snapshot.file()));
    } catch (IOException e) {
      // Nobody else knows of it; what can't be deleted now goes at the next start.
      var _ = snapshot.file().toFile().delete();
      throw new StoreFailure("the backup in " + snapshot.file() + " can't be finished: " + e, e);
    }
  }

  /** Copies the database out of a backup into a new file, and checks that it is the one put in. */
  static void unseal(InputStream backup, Path database) throws IOException, RestoreException {
    Files.copy(backup, database, StandardCopyOption.REPLACE_EXISTING);
    byte[] promised = new byte[SHA_BYTES];
    try (FileChannel file =
        FileChannel.open(database, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long length = file.size() - END_BYTES;
      ByteBuffer end = ByteBuffer.wrap(read(file, length, END_BYTES));
      byte[] mark = new byte[MARK.length];
      if (end.remaining() < END_BYTES || !Arrays.equals(MARK, take(end, mark))) {
        throw withoutEnd(file);
      }
      if (end.getLong() != length) {
        throw damaged("its end speaks of another length than it has");
      }
      take(end, promised);
      file.truncate(length);
    }
    if (!MessageDigest.isEqual(promised, SnapshotCopy.sha256(database))) {
      throw damaged("its checksum is another than when it was made");
    }
  }

  private static RestoreException withoutEnd(FileChannel file) throws IOException {
    boolean begins =
        Arrays.equals(DATABASE_MAGIC, read(file, 0, DATABASE_MAGIC.length)) || file.size() == 0;
    return begins
        ? damaged("its end is missing; it was cut off")
        : new RestoreException(Reason.NOT_A_BACKUP, "The file isn't a backup of a chat.");
  }

  private static RestoreException damaged(String how) {
    return new RestoreException(Reason.DAMAGED, "The backup is damaged: " + how + ".");
  }

  /** Fewer bytes where the file ends, or where it begins only behind {@code from}. */
  private static byte[] read(FileChannel file, long from, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    if (from >= 0) {
      while (buffer.hasRemaining() && file.read(buffer, from + buffer.position()) >= 0) {
        // A read may return less than what was asked for.
      }
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private static byte[] take(ByteBuffer from, byte[] into) {
    from.get(into);
    return into;
  }
}
