package chat.cli.profile;

import chat.cli.output.Json;
import chat.view.Address;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The contexts that are set up, and which one holds where none is named. */
public final class Contexts {
  private static final String END = ".json";
  private final Path folder;
  private final Path current;

  public Contexts(Folders folders) {
    this.folder = folders.config().resolve("contexts");
    this.current = folders.config().resolve("current-context");
  }

  /** How a context reaches its cluster. */
  public sealed interface Target {
    /** A cluster on this machine, in this folder. */
    record Local(Path folder) implements Target {}

    /**
     * A release of the chart. An empty {@code kubeContext} means the service account of the pod
     * that this runs in.
     */
    record Kubernetes(String kubeContext, String namespace, String release) implements Target {
      public Kubernetes {
        label("namespace", namespace);
        label("release", release);
      }

      private static void label(String what, String value) {
        if (!value.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
          throw new IllegalArgumentException("not a %s's name: '%s'".formatted(what, value));
        }
      }

      @Override
      public String toString() {
        return "kubernetes %s/%s/%s"
            .formatted(kubeContext.isEmpty() ? "(in cluster)" : kubeContext, namespace, release);
      }
    }

    record Direct(List<Address> addresses) implements Target {
      public Direct {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
          throw new IllegalArgumentException("a context without an address");
        }
      }
    }
  }

  public ContextName current() throws IOException, ProfileException {
    return PrivateFile.read(current)
        .map(String::strip)
        .map(ContextName::new)
        .orElse(ContextName.LOCAL);
  }

  public void use(ContextName name) throws IOException {
    PrivateFile.write(current, name + "\n");
  }

  public void save(ContextName name, Target target) throws IOException {
    ObjectNode json = Json.object();
    switch (target) {
      case Target.Local local -> json.put("local", local.folder().toString());
      case Target.Kubernetes kubernetes ->
          json.putObject("kubernetes")
              .put("context", kubernetes.kubeContext())
              .put("namespace", kubernetes.namespace())
              .put("release", kubernetes.release());
      case Target.Direct direct -> {
        ArrayNode list = json.putArray("addresses");
        direct.addresses().forEach(a -> list.add(a.toString()));
      }
    }
    PrivateFile.write(file(name), Json.line(json));
  }

  public boolean delete(ContextName name) throws IOException {
    return PrivateFile.delete(file(name));
  }

  public Optional<Target> find(ContextName name) throws IOException, ProfileException {
    Optional<String> text = PrivateFile.read(file(name));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      JsonNode json = Json.parse(text.get());
      if (json.has("local")) {
        return Optional.of(new Target.Local(Path.of(json.path("local").asText())));
      }
      if (json.has("kubernetes")) {
        JsonNode kubernetes = json.path("kubernetes");
        return Optional.of(
            new Target.Kubernetes(
                kubernetes.path("context").asText(),
                kubernetes.path("namespace").asText(),
                kubernetes.path("release").asText()));
      }
      List<Address> addresses = new ArrayList<>();
      json.path("addresses").forEach(a -> addresses.add(Address.parse(a.asText())));
      return Optional.of(new Target.Direct(addresses));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new ProfileException(file(name) + " is damaged; set the context up again", e);
    }
  }

  /**
   * A context that isn't set up only keeps users apart: it reaches what the current context
   * reaches, and without one of these the cluster of this machine.
   */
  public Optional<Target> findOrCurrent(ContextName name) throws IOException, ProfileException {
    for (ContextName candidate : List.of(name, current(), ContextName.LOCAL)) {
      Optional<Target> target = find(candidate);
      if (target.isPresent()) {
        return target;
      }
    }
    return Optional.empty();
  }

  /** Under which name a target is set up. */
  public Optional<ContextName> named(Target target) throws IOException, ProfileException {
    for (ContextName name : names()) {
      if (find(name).filter(target::equals).isPresent()) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  public List<ContextName> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(f -> String.valueOf(f.getFileName()))
          .filter(n -> n.endsWith(END) && !n.startsWith("."))
          .map(n -> new ContextName(n.substring(0, n.length() - END.length())))
          .sorted((a, b) -> a.value().compareTo(b.value()))
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private Path file(ContextName name) {
    return folder.resolve(name.value() + END);
  }
}
