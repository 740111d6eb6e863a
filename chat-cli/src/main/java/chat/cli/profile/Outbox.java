package chat.cli.profile;

import chat.cli.output.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Messages that nobody acknowledged yet, one private file each. An entry is on disk before its
 * message is sent the first time, and stays until the answer has come or its owner drops it.
 */
public final class Outbox {
  private static final String END = ".json";
  private final Path folder;

  public Outbox(Path folder) {
    this.folder = folder;
  }

  /** A message as it was meant; {@code requestId} makes every retry the same message. */
  public record Entry(UUID requestId, long createdMillis, String from, String to, String text) {}

  /** On disk when it returns. */
  public void add(Entry entry) throws IOException {
    String text =
        Json.line(
            Json.object()
                .put("requestId", entry.requestId().toString())
                .put("createdMillis", entry.createdMillis())
                .put("from", entry.from())
                .put("to", entry.to())
                .put("text", entry.text()));
    PrivateFile.write(file(entry), text);
  }

  /** Whether it was still there. */
  public boolean remove(Entry entry) throws IOException {
    return PrivateFile.delete(file(entry));
  }

  /** Oldest first. */
  public List<Entry> entries() throws IOException, ProfileException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(Outbox::isEntry).sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    for (Path file : files) {
      read(file).ifPresent(entries::add);
    }
    return entries;
  }

  private static boolean isEntry(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(END) && !name.startsWith(".");
  }

  /** Empty where the entry has been removed meanwhile. */
  private static Optional<Entry> read(Path file) throws IOException, ProfileException {
    Optional<String> text = PrivateFile.read(file);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      JsonNode json = Json.parse(text.get());
      return Optional.of(
          new Entry(
              UUID.fromString(json.path("requestId").asText()),
              json.path("createdMillis").asLong(),
              json.path("from").asText(),
              json.path("to").asText(),
              json.path("text").asText()));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new ProfileException(file + " is damaged; look at it and move it away", e);
    }
  }

  /** By age, so that the names' order is the order of writing. */
  private Path file(Entry entry) {
    return folder.resolve("%015d-%s%s".formatted(entry.createdMillis(), entry.requestId(), END));
  }
}
