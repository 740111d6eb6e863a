package chat.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds the view in one file of a local disk, for processes of one machine.
 *
 * <pre>
 * compareAndSet   lock file → read → compare → write the temporary file → fsync it
 *                 → rename it over the view → fsync the folder → unlock
 * read            open → read → fsync the folder, once per view (no lock: a rename is seen whole or not at all)
 * </pre>
 *
 * <p>A process killed at any point leaves the old view or the new one, and its lock ends with it. A
 * read syncs the folder too: else it could return a view that was renamed, whose writer died before
 * the folder was on disk, and that a power cut takes back.
 */
public final class FileViewStore implements ViewStore {
  /** A larger file is no view; reading it whole would only fill the memory. */
  static final int VIEW_BYTES_LIMIT = 1 << 20;

  private final Path file;
  private final Path folder;
  private final Path temporary;
  private final FileLocking locking;

  /** The last view read or stored here whose folder was synced since: no need to sync it again. */
  private volatile @Nullable View durable;

  private final Set<FileWatch> watches = ConcurrentHashMap.newKeySet();

  /** Opens the store; makes the folder of {@code file} where it doesn't exist yet. */
  public FileViewStore(Path file) throws ViewStoreException {
    Path absolute = file.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    if (parent == null || Files.isDirectory(absolute)) {
      throw new ViewStoreException("the view is kept in a file, and this is a folder: " + file);
    }
    try {
      if (!Files.isDirectory(parent)) {
        Files.createDirectories(parent);
        sync(parent.resolveSibling("."));
      }
      this.folder = parent.toRealPath();
    } catch (IOException e) {
      throw new ViewStoreException("no folder for the view: " + parent + ": " + e, e);
    }
    this.file = folder.resolve(absolute.getFileName());
    this.temporary = folder.resolve(absolute.getFileName() + ".tmp");
    this.locking = new FileLocking(folder.resolve(absolute.getFileName() + ".lock"));
  }

  @Override
  public Optional<View> read() throws ViewStoreException {
    Optional<View> view = readFile();
    if (view.isEmpty() || view.get().equals(durable)) {
      return view;
    }
    try {
      sync(folder);
    } catch (IOException e) {
      throw new ViewStoreException("the view's folder can't be synced: " + folder + ": " + e, e);
    }
    durable = view.get();
    return view;
  }

  @Override
  public Outcome compareAndSet(View next) throws ViewStoreException {
    byte[] bytes = ViewCodec.encode(next).getBytes(StandardCharsets.UTF_8);
    if (bytes.length > VIEW_BYTES_LIMIT) {
      throw new ViewStoreException("a view of " + bytes.length + " bytes is over the limit");
    }
    try (FileLocking.Held _ = locking.acquire()) {
      if (!next.isNextAfter(readFile())) {
        return Outcome.CONFLICT;
      }
      writeTemporary(bytes);
      Outcome outcome = publish();
      if (outcome == Outcome.STORED) {
        durable = next;
      }
      return outcome;
    }
  }

  @Override
  public AutoCloseable watch(Consumer<View> listener) {
    FileWatch watch = new FileWatch(folder, this::readFile, this::read, listener);
    watches.add(watch);
    watch.start();
    return () -> {
      watches.remove(watch);
      watch.close();
    };
  }

  @Override
  public void close() {
    watches.forEach(FileWatch::close);
    watches.clear();
  }

  private Optional<View> readFile() throws ViewStoreException {
    byte[] bytes;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      bytes = readAll(channel);
    } catch (NoSuchFileException e) {
      // Without its folder nobody knows whether there is a view: a disk that isn't mounted, say.
      if (!Files.isDirectory(folder)) {
        throw new ViewStoreException("the view's folder is gone: " + folder, e);
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new ViewStoreException("the view can't be read: " + file + ": " + e, e);
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return Optional.of(ViewCodec.decode(text));
    } catch (CharacterCodingException | DamagedViewException e) {
      throw new DamagedViewException("the view is damaged: " + file + ": " + e.getMessage(), e);
    }
  }

  private byte[] readAll(FileChannel channel) throws IOException, DamagedViewException {
    long size = channel.size();
    if (size > VIEW_BYTES_LIMIT) {
      throw new DamagedViewException(
          "the view is damaged: " + file + " has " + size + " bytes, over the limit");
    }
    ByteBuffer buffer = ByteBuffer.allocate((int) size);
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      // A read may return less than what was asked for.
    }
    return buffer.array();
  }

  private void writeTemporary(byte[] bytes) throws ViewStoreException {
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    } catch (IOException e) {
      throw new ViewStoreException("the next view can't be written: " + temporary + ": " + e, e);
    }
  }

  /** From the rename on, a fault leaves it open which of the two views a power cut would leave. */
  private Outcome publish() {
    try {
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      sync(folder);
      return Outcome.STORED;
    } catch (IOException | UncheckedIOException e) {
      return Outcome.UNKNOWN;
    }
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
