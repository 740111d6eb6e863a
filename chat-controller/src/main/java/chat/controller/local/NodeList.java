package chat.controller.local;

import chat.view.Address;
import chat.view.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that belong here, and their peer ports: {@code name=host:port}, separated by commas in
 * the settings, one per line in the file, where {@code #} begins a comment.
 *
 * <p>The file is read again after it changed. While it can't be read or is wrong, the list stays as
 * it was; {@link #fault} says why. Threads: one at a time.
 */
public final class NodeList {
  private record Stamp(FileTime modified, long size) {}

  private final SortedMap<NodeName, Address> fixed;
  private final @Nullable Path file;
  private SortedMap<NodeName, Address> nodes;
  private @Nullable Stamp read;
  private Optional<String> fault = Optional.empty();

  /**
   * @throws IllegalArgumentException where {@code settings} is no list of nodes
   */
  public NodeList(List<String> settings, Optional<Path> file) {
    this.fixed = Collections.unmodifiableSortedMap(parse(settings));
    this.file = file.orElse(null);
    this.nodes = fixed;
  }

  /** The nodes as they are now. */
  public SortedMap<NodeName, Address> nodes() {
    if (file != null) {
      refresh(file);
    }
    return nodes;
  }

  /** Why the file was not understood, while it isn't. */
  public Optional<String> fault() {
    return fault;
  }

  private void refresh(Path from) {
    try {
      Stamp now = new Stamp(Files.getLastModifiedTime(from), Files.size(from));
      if (now.equals(read)) {
        return;
      }
      TreeMap<NodeName, Address> all = new TreeMap<>(fixed);
      all.putAll(parse(Files.readAllLines(from)));
      nodes = Collections.unmodifiableSortedMap(all);
      read = now;
      fault = Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      fault = Optional.of("the list of nodes " + from + " can't be used: " + e);
    }
  }

  static SortedMap<NodeName, Address> parse(List<String> lines) {
    SortedMap<NodeName, Address> nodes = new TreeMap<>();
    for (String line : lines) {
      String text = line.replaceFirst("#.*", "").strip();
      if (text.isEmpty()) {
        continue;
      }
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("not name=host:port: '" + text + "'");
      }
      NodeName name = new NodeName(text.substring(0, equals).strip());
      if (nodes.put(name, Address.parse(text.substring(equals + 1).strip())) != null) {
        throw new IllegalArgumentException(name + " stands twice in the list of nodes");
      }
    }
    return nodes;
  }
}
