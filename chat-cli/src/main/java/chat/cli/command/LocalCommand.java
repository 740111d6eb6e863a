package chat.cli.command;

import chat.cli.client.ClusterState;
import chat.cli.local.LocalCluster;
import chat.cli.local.LocalFailure;
import chat.cli.local.LocalFolder;
import chat.cli.output.Json;
import chat.cli.output.OutputFormat;
import chat.cli.output.Table;
import chat.cli.profile.ContextName;
import chat.cli.profile.Contexts;
import chat.cli.profile.ProfileException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "local",
    description = "A cluster of processes on this machine.",
    subcommands = {
      LocalCommand.Up.class,
      LocalCommand.Down.class,
      LocalCommand.StatusOf.class,
      LocalCommand.Kill.class,
      LocalCommand.Start.class,
      LocalCommand.Add.class
    })
final class LocalCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "one of these is missing: up, down, status, kill, start, add");
  }

  /** What the local verbs share: the folder of the cluster. */
  abstract static class LocalVerb extends Verb {
    @Option(
        names = "--dir",
        paramLabel = "DIR",
        description = "Where the cluster lives. Default: the context's, else the data folder.")
    private Optional<Path> dir = Optional.empty();

    final LocalFolder folder(Run run) throws IOException, ProfileException {
      if (dir.isPresent()) {
        return new LocalFolder(dir.get().toAbsolutePath().normalize());
      }
      Optional<Contexts.Target> local = run.contexts().find(ContextName.LOCAL);
      return new LocalFolder(
          local.isPresent() && local.get() instanceof Contexts.Target.Local(Path known)
              ? known
              : LocalFolder.standard(run.folders()));
    }

    final LocalCluster cluster(Run run) throws IOException, ProfileException, LocalFailure {
      return new LocalCluster(folder(run), run.surroundings().home(), run.screen()::note);
    }
  }

  @Command(name = "up", description = "Start nodes and controller, and wait until they serve.")
  static final class Up extends LocalVerb {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Option(names = "--nodes", paramLabel = "N", description = "How many. Default: 3.")
    private Optional<Integer> nodes = Optional.empty();

    @Option(names = "--port", paramLabel = "BASE", description = "First port. Default: 7400.")
    private Optional<Integer> port = Optional.empty();

    @Override
    void run(Run run) throws Exception {
      LocalFolder folder = folder(run);
      ClusterState state = cluster(run).up(new LocalCluster.Size(nodes, port), LIMIT);
      run.contexts().save(ContextName.LOCAL, new Contexts.Target.Local(folder.path()));
      run.screen()
          .note(
              "serving: primary %s, epoch %d, in sync: %s"
                  .formatted(state.primary(), state.epoch(), String.join(", ", state.inSync())));
      run.screen().note("next: ./chat register alice    then, in another terminal: bob");
      run.screen().note("      ./chat --context bob register bob; ./chat --context bob listen");
      run.screen().note("      ./chat send bob 'hello'; ./chat local kill " + state.primary());
    }
  }

  @Command(name = "down", description = "End all processes; the data stays.")
  static final class Down extends LocalVerb {
    @Override
    void run(Run run) throws Exception {
      cluster(run).down();
    }
  }

  @Command(name = "status", description = "Which processes run.")
  static final class StatusOf extends LocalVerb {
    @Override
    void run(Run run) throws Exception {
      List<LocalCluster.Status> all = cluster(run).status();
      if (run.format() == OutputFormat.TABLE) {
        Table table = new Table("NAME", "STATE", "PID", "ADDRESS", "LOG");
        all.forEach(
            s ->
                table.row(
                    s.name(),
                    s.pid().isPresent() ? "running" : "stopped",
                    s.pid().map(String::valueOf).orElse("-"),
                    s.address(),
                    s.log()));
        run.screen().table(table);
        return;
      }
      run.screen().records(run.format(), all.stream().map(StatusOf::json).toList(), "name");
    }

    private static ObjectNode json(LocalCluster.Status s) {
      ObjectNode json = Json.object().put("name", s.name()).put("running", s.pid().isPresent());
      s.pid().ifPresent(pid -> json.put("pid", pid));
      return json.put("address", s.address()).put("log", s.log().toString());
    }
  }

  @Command(name = "kill", description = "kill -9 a node or the controller.")
  static final class Kill extends LocalVerb {
    @Parameters(paramLabel = "NODE|controller")
    private String name = "";

    @Override
    void run(Run run) throws Exception {
      cluster(run).kill(name);
    }
  }

  @Command(name = "start", description = "Start a node or the controller again.")
  static final class Start extends LocalVerb {
    @Parameters(paramLabel = "NODE|controller")
    private String name = "";

    @Override
    void run(Run run) throws Exception {
      cluster(run).start(name);
    }
  }

  @Command(name = "add", description = "Add a node, and wait until it is in sync.")
  static final class Add extends LocalVerb {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Override
    void run(Run run) throws Exception {
      String added = cluster(run).add(LIMIT);
      if (run.format() == OutputFormat.TABLE) {
        run.screen().line(added);
      } else {
        run.screen().record(run.format(), Json.object().put("name", added), "name");
      }
    }
  }
}
