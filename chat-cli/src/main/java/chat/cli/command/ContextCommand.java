package chat.cli.command;

import chat.cli.client.ChatFailure;
import chat.cli.output.Json;
import chat.cli.output.OutputFormat;
import chat.cli.output.Table;
import chat.cli.profile.ContextName;
import chat.cli.profile.Contexts;
import chat.view.Address;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "context",
    description = "Clusters that are set up, and which one holds.",
    subcommands = {
      ContextCommand.ListAll.class,
      ContextCommand.Show.class,
      ContextCommand.Use.class,
      ContextCommand.Add.class,
      ContextCommand.Remove.class
    })
final class ContextCommand extends Verb {
  @Override
  void run(Run run) throws Exception {
    String name = run.context().value();
    if (run.format() == OutputFormat.TABLE) {
      run.screen().line(name);
    } else {
      run.screen().record(run.format(), Json.object().put("name", name), "name");
    }
  }

  private static ObjectNode json(Run run, ContextName name) throws Exception {
    return Json.object()
        .put("name", name.value())
        .put("current", name.equals(run.context()))
        .put("target", target(run, name));
  }

  private static String target(Run run, ContextName name) throws Exception {
    return text(run.contexts().find(name).orElseThrow(() -> unknown(name)));
  }

  static String text(Contexts.Target target) {
    return switch (target) {
      case Contexts.Target.Local local -> "local " + local.folder();
      case Contexts.Target.Kubernetes kubernetes -> kubernetes.toString();
      case Contexts.Target.Direct direct ->
          String.join(",", direct.addresses().stream().map(Address::toString).toList());
    };
  }

  private static ChatFailure unknown(ContextName name) {
    return new ChatFailure(
        ChatFailure.Kind.NOT_FOUND,
        "no context is called " + name,
        "see: chat context list, or: chat context add " + name + " HOST:PORT");
  }

  @Command(name = "list", description = "All contexts.")
  static final class ListAll extends Verb {
    @Override
    void run(Run run) throws Exception {
      List<ObjectNode> all = new ArrayList<>();
      for (ContextName name : run.contexts().names()) {
        all.add(json(run, name));
      }
      if (run.format() != OutputFormat.TABLE) {
        run.screen().records(run.format(), all, "name");
        return;
      }
      Table table = new Table("", "NAME", "TARGET");
      all.forEach(
          c ->
              table.row(
                  c.path("current").asBoolean() ? "*" : "",
                  c.path("name").asText(),
                  c.path("target").asText()));
      run.screen().table(table);
    }
  }

  @Command(name = "show", description = "The context that holds.")
  static final class Show extends Verb {
    @Override
    void run(Run run) throws Exception {
      ObjectNode shown = json(run, run.context());
      if (run.format() == OutputFormat.TABLE) {
        run.screen().line(shown.path("name").asText() + "  " + shown.path("target").asText());
      } else {
        run.screen().record(run.format(), shown, "name");
      }
    }
  }

  @Command(name = "use", description = "Let a context hold from now on.")
  static final class Use extends Verb {
    @Parameters(paramLabel = "NAME")
    private String name = "";

    @Override
    void run(Run run) throws Exception {
      ContextName wanted = parsed(this, name);
      String target = target(run, wanted);
      run.contexts().use(wanted);
      run.screen().note("%s  %s".formatted(wanted, target));
    }
  }

  @Command(
      name = "add",
      description = {
        "Set a context up.",
        "By its nodes' addresses, or else as a release on Kubernetes.",
        "--kube-context and --namespace default to the kube config's, --release to chat."
      })
  static final class Add extends Verb {
    @Parameters(paramLabel = "NAME")
    private String name = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "HOST:PORT[,…]")
    private Optional<String> addresses = Optional.empty();

    @Override
    void run(Run run) throws Exception {
      ContextName context = parsed(this, name);
      Contexts.Target target =
          addresses.isPresent() ? direct(addresses.get()) : run.wantedRelease();
      run.contexts().save(context, target);
      run.screen().note("%s  %s".formatted(context, text(target)));
      if (!context.equals(run.contexts().current())) {
        run.screen().note("next: chat context use " + context);
      }
    }

    private Contexts.Target direct(String text) {
      try {
        return new Contexts.Target.Direct(
            Arrays.stream(text.split(",")).map(Address::parse).toList());
      } catch (IllegalArgumentException e) {
        throw wrongUsage(String.valueOf(e.getMessage()));
      }
    }
  }

  @Command(
      name = "remove",
      description = "Forget where a context leads; its session and outbox stay.")
  static final class Remove extends Verb {
    @Parameters(paramLabel = "NAME")
    private String name = "";

    @Override
    void run(Run run) throws Exception {
      ContextName context = parsed(this, name);
      if (!run.contexts().delete(context)) {
        throw unknown(context);
      }
      run.screen().note(context + " is forgotten; its session and outbox stay");
    }
  }

  private static ContextName parsed(Verb verb, String name) {
    try {
      return new ContextName(name);
    } catch (IllegalArgumentException e) {
      throw verb.wrongUsage(String.valueOf(e.getMessage()));
    }
  }
}
