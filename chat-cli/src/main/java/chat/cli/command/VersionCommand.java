package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.ChatFailure;
import chat.cli.client.ClusterState;
import chat.cli.output.Json;
import chat.cli.output.OutputFormat;
import chat.cli.output.SafeText;
import chat.cli.profile.ProfileException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

@Command(name = "version", description = "Which version this is.")
final class VersionCommand extends Verb {
  @Option(names = "--nodes", description = "Also which versions the nodes run.")
  private boolean nodes;

  @Override
  void run(Run run) throws Exception {
    List<ClusterState.Node> asked = nodes ? ask(run) : List.of();
    if (run.format() == OutputFormat.TABLE) {
      run.screen().line(line());
      asked.forEach(n -> run.screen().line(SafeText.line(n.name() + " " + said(n))));
      return;
    }
    ObjectNode json =
        Json.object().put("version", version()).put("java", Runtime.version().toString());
    if (nodes) {
      ArrayNode all = json.putArray("nodes");
      asked.forEach(n -> all.addObject().put("name", n.name()).put("version", n.version()));
    }
    run.screen().record(run.format(), json, "version");
  }

  private static List<ClusterState.Node> ask(Run run)
      throws IOException, ProfileException, ChatFailure {
    try (ChatClient client = run.client()) {
      return client.status().nodes();
    }
  }

  private static String said(ClusterState.Node node) {
    if (!node.isReached()) {
      return "can't be reached";
    }
    return node.version().isEmpty() ? "doesn't say" : node.version();
  }

  private static String line() {
    return "chat %s (Java %s)".formatted(version(), Runtime.version());
  }

  private static String version() {
    return packaged().orElse("unpackaged");
  }

  /** Empty where it runs from classes that nobody packaged. */
  static Optional<String> packaged() {
    return Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion());
  }

  static final class Provider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {line()};
    }
  }
}
