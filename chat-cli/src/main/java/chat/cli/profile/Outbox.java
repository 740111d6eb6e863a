package chat.cli.profile;

import chat.cli.output.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Messages that nobody acknowledged yet, one private file each. An entry is on disk before its
 * message is sent the first time, and stays until the answer has come or its owner drops it.
 *
 * <p>Any number of processes share one outbox. A lock orders their writing, so that the files'
 * names are in the order of writing; a lock for each conversation lets one process at a time send
 * that conversation's entries. Readers need no lock: a file is replaced as a whole.
 */
public final class Outbox {
  /** Entries at most, waiting and refused ones. */
  public static final int ENTRIES_LIMIT = 1_000;

  /** Bytes of all entries at most. */
  public static final long BYTES_LIMIT = 16L << 20;

  private static final String END = ".json";
  private final Path folder;
  private final OutboxLocks locks;

  public Outbox(Path folder) {
    this.folder = folder;
    this.locks = new OutboxLocks(folder);
  }

  /**
   * A message as it was meant; {@code requestId} makes every retry the same message. {@code
   * createdMillis} rises from entry to entry. {@code cluster}: the id of the cluster that it was
   * written for; empty: not known. {@code refused}: why the chat's rules refused it; empty: it
   * waits.
   */
  public record Entry(
      UUID requestId,
      long createdMillis,
      String from,
      String to,
      String text,
      String cluster,
      String refused) {

    public Entry(UUID requestId, long createdMillis, String from, String to, String text) {
      this(requestId, createdMillis, from, to, text, "", "");
    }

    public boolean isRefused() {
      return !refused.isEmpty();
    }

    /** Whether it may be sent to a cluster; one without a known cluster may be sent to any. */
    public boolean isFor(String id) {
      return cluster.isEmpty() || id.isEmpty() || cluster.equals(id);
    }

    public Entry boundTo(String id) {
      return new Entry(requestId, createdMillis, from, to, text, id, refused);
    }

    private String toJson() {
      ObjectNode json =
          Json.object()
              .put("requestId", requestId.toString())
              .put("createdMillis", createdMillis)
              .put("from", from)
              .put("to", to)
              .put("text", text);
      if (!cluster.isEmpty()) {
        json.put("cluster", cluster);
      }
      if (isRefused()) {
        json.put("refused", refused);
      }
      return Json.line(json);
    }

    /** By age, so that the names' order is the order of writing. */
    String fileName() {
      return "%015d-%s%s".formatted(createdMillis, requestId, END);
    }

    /** Throws IllegalArgumentException where a part is missing. */
    static Entry of(JsonNode json) {
      return new Entry(
          UUID.fromString(required(json, "requestId")),
          json.path("createdMillis").asLong(),
          required(json, "from"),
          required(json, "to"),
          required(json, "text"),
          json.path("cluster").asText(""),
          json.path("refused").asText(""));
    }

    private static String required(JsonNode json, String name) {
      String value = json.path(name).asText();
      if (value.isEmpty()) {
        throw new IllegalArgumentException("no " + name);
      }
      return value;
    }
  }

  /**
   * A file in the outbox that can't be read as an entry. It is set aside: never sent, never
   * removed, and no other entry waits for it.
   */
  public record Damage(Path file, String why) {
    public String told() {
      return "%s is damaged and set aside: %s".formatted(file, why);
    }
  }

  /** {@code entries}: oldest first. */
  public record Contents(List<Entry> entries, List<Damage> damaged) {
    public Contents {
      entries = List.copyOf(entries);
      damaged = List.copyOf(damaged);
    }
  }

  /**
   * Stores a new entry behind all others; its time may be put forward for that. On disk when it
   * returns the entry as it was stored.
   */
  public Entry append(Entry meant) throws IOException, OutboxFullException {
    try (FileLock _ = locks.writing()) {
      PrivateFile.sweep(folder);
      List<Path> files = files();
      checkRoom(files, meant);
      long newest = files.isEmpty() ? 0 : createdMillis(files.getLast());
      Entry entry =
          new Entry(
              meant.requestId(),
              Math.max(meant.createdMillis(), newest + 1),
              meant.from(),
              meant.to(),
              meant.text(),
              meant.cluster(),
              meant.refused());
      add(entry);
      return entry;
    }
  }

  private static void checkRoom(List<Path> files, Entry meant)
      throws IOException, OutboxFullException {
    if (files.size() >= ENTRIES_LIMIT) {
      throw new OutboxFullException("%d messages are in it".formatted(files.size()));
    }
    long bytes = meant.toJson().getBytes(StandardCharsets.UTF_8).length;
    for (Path file : files) {
      bytes += size(file);
    }
    if (bytes > BYTES_LIMIT) {
      throw new OutboxFullException("with this message it would have %d bytes".formatted(bytes));
    }
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /** On disk when it returns. */
  public void add(Entry entry) throws IOException {
    PrivateFile.write(file(entry), entry.toJson());
  }

  /** Keeps an entry with the reason why it was refused; nothing where it was removed meanwhile. */
  public void refuse(Entry entry, String why) throws IOException {
    String reason = why.isEmpty() ? "refused" : why;
    replace(
        new Entry(
            entry.requestId(),
            entry.createdMillis(),
            entry.from(),
            entry.to(),
            entry.text(),
            entry.cluster(),
            reason));
  }

  /** Stores an entry in the place of the one with its request id, if that is still there. */
  public void replace(Entry entry) throws IOException {
    try (FileLock _ = locks.writing()) {
      if (Files.exists(file(entry))) {
        add(entry);
      }
    }
  }

  /** Whether it was still there. */
  public boolean remove(Entry entry) throws IOException {
    return PrivateFile.delete(file(entry));
  }

  /** All that can be read, oldest first. */
  public List<Entry> entries() throws IOException {
    return contents().entries();
  }

  public Contents contents() throws IOException {
    List<Entry> entries = new ArrayList<>();
    List<Damage> damaged = new ArrayList<>();
    for (Path file : files()) {
      switch (OutboxFile.read(file)) {
        case OutboxFile.Whole(var entry) -> entries.add(entry);
        case OutboxFile.Damaged(var damage) -> damaged.add(damage);
        case OutboxFile.Gone _ -> {}
      }
    }
    return new Contents(entries, damaged);
  }

  /**
   * The right to send what somebody wrote to a conversation, for as long as the lock is open; empty
   * where another process or thread keeps it for longer than {@code patience}.
   */
  public Optional<FileLock> hold(String to, Duration patience) throws IOException {
    return locks.sending(to, patience);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Outbox::isEntry).sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private static boolean isEntry(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(END) && !name.startsWith(".");
  }

  private static long createdMillis(Path file) {
    String name = String.valueOf(file.getFileName());
    try {
      return Long.parseLong(name.substring(0, Math.max(0, name.indexOf('-'))));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private Path file(Entry entry) {
    return folder.resolve(entry.fileName());
  }
}
