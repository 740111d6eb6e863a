package chat.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lines that people wrote: the file named by {@code CHAT_BOOK}, or the notices that every JDK
 * ships, each different text once. Blank lines are left out, since a message isn't empty.
 */
final class Book {
  private Book() {}

  static List<String> lines(int limit) {
    String given = System.getenv("CHAT_BOOK");
    List<String> lines =
        given == null ? notices(Path.of(System.getProperty("java.home"), "legal")) : of(given);
    if (lines.size() < limit) {
      throw new IllegalStateException("the book has " + lines.size() + " lines, not " + limit);
    }
    return lines.subList(0, limit);
  }

  private static List<String> of(String file) {
    return read(Path.of(file)).lines().filter(line -> !line.isBlank()).toList();
  }

  private static List<String> notices(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      Set<String> texts = new LinkedHashSet<>();
      files.filter(Files::isRegularFile).sorted().forEach(file -> texts.add(read(file)));
      return texts.stream().flatMap(String::lines).filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
