package chat.cli.command;

import chat.cli.local.LocalCluster;
import chat.cli.local.LocalFolder;
import chat.cli.output.Json;
import chat.cli.output.OutputFormat;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "restore",
    description = {
      "Make a backup the data of a cluster on this machine.",
      "The cluster must not run meanwhile. It becomes a new cluster: nodes of the old one can't join it, and what was acknowledged after"
          + " the backup isn't in it. A backup that is damaged or cut off is refused.",
      "On Kubernetes the nodes' program does it: docs/how-to/back-up-and-restore.md."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  chat local down; chat restore monday.chat --replace; chat local up",
      "  chat restore monday.chat --dir /srv/other --port 9000; chat local up --dir /srv/other"
    })
final class RestoreCommand extends LocalCommand.LocalVerb {
  @Parameters(paramLabel = "FILE", description = "What `chat backup` wrote; - for standard input.")
  private String file = "";

  @Option(
      names = "--replace",
      description = "Where the cluster holds data: set it aside, in the same folder.")
  private boolean replace;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "How many, where there is no cluster yet. Default: 3.")
  private Optional<Integer> nodes = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "BASE",
      description = "First port, where there is no cluster yet. Default: 7400.")
  private Optional<Integer> port = Optional.empty();

  @Override
  void run(Run run) throws Exception {
    LocalFolder folder = folder(run);
    LocalCluster.Restored done =
        cluster(run).restore(file, replace, new LocalCluster.Size(nodes, port));
    print(run, folder.path(), done);
    done.replaced().ifPresent(where -> run.screen().note("what was there is in " + where));
    run.screen().note("next: chat local up");
  }

  private void print(Run run, Path folder, LocalCluster.Restored done) {
    if (run.format() == OutputFormat.TABLE) {
      run.screen()
          .line(
              "%s: position %d of cluster %s, now cluster %s in %s"
                  .formatted(file, done.position(), done.from(), done.clusterId(), folder));
      return;
    }
    var json =
        Json.object()
            .put("file", file)
            .put("clusterId", done.clusterId())
            .put("from", done.from())
            .put("epoch", done.epoch())
            .put("position", done.position());
    done.replaced().ifPresent(where -> json.put("replaced", where.toString()));
    run.screen().record(run.format(), json, "clusterId");
  }
}
