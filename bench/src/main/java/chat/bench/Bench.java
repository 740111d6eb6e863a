package chat.bench;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures sends of 200 bytes against three processes of this project, and against peers on the
 * same machine in the same run: within a round every load goes to each target in turn, so that what
 * disturbs the machine disturbs them alike.
 */
@Command(
    name = "scripts/bench",
    mixinStandardHelpOptions = true,
    description = "Measures acknowledged sends against three processes on this machine.")
public final class Bench implements Callable<Integer> {
  private static final Load WARM_UP = new Load.Closed(64);

  @Option(
      names = "--seconds",
      description = "of each measurement (default: ${DEFAULT-VALUE})",
      defaultValue = "10")
  private int seconds;

  @Option(
      names = "--rounds",
      description = "of all loads over all targets (default: ${DEFAULT-VALUE})",
      defaultValue = "3")
  private int rounds;

  @Option(
      names = "--warm-up",
      description = "seconds of 64 in flight for each target first (default: ${DEFAULT-VALUE})",
      defaultValue = "20")
  private int warmUpSeconds;

  @Option(
      names = "--in-flight",
      split = ",",
      description = "closed loads (default: ${DEFAULT-VALUE})",
      defaultValue = "1,16,64,256")
  private List<Integer> inFlight = List.of();

  @Option(
      names = "--rate",
      split = ",",
      description = "open loads: messages a second, timed from when each was due (default: none)")
  private List<Integer> rates = List.of();

  @Option(
      names = "--nats",
      description = "the executable of a NATS server to measure beside (default: none)")
  private @Nullable Path nats;

  @Option(names = "--output", required = true, description = "folder for run.json and run.svg")
  private Path output = Path.of("");

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    List<Load> loads = new ArrayList<>();
    inFlight.forEach(n -> loads.add(new Load.Closed(n)));
    rates.forEach(rate -> loads.add(new Load.Open(rate)));
    List<Target> targets = new ArrayList<>();
    try {
      targets.add(new ChatTarget());
      if (nats != null) {
        targets.add(new NatsTarget(nats));
      }
      for (Target target : targets) {
        new LoadRun(target).run(WARM_UP, warmUpSeconds * 1_000L);
        target.rest();
      }
      Comparison run = new Comparison(measured(targets, loads));
      System.out.println(run.table());
      Files.createDirectories(output);
      Files.writeString(
          output.resolve("run.json"),
          new GsonBuilder().setPrettyPrinting().create().toJson(run.samples()) + "\n");
      Files.writeString(output.resolve("run.svg"), Plot.svg(run));
      System.out.println("\nevery sample: " + output.resolve("run.json"));
      return run.samples().stream().anyMatch(sample -> sample.failures() > 0) ? 1 : 0;
    } finally {
      targets.forEach(Target::close);
    }
  }

  private List<Sample> measured(List<Target> targets, List<Load> loads) {
    List<Sample> samples = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      for (Load load : loads) {
        for (Target target : targets) {
          Sample sample = Sample.of(target, load, round, seconds * 1_000L);
          samples.add(sample);
          System.err.printf(
              "round %d: %s, %s: %.0f/s %s%n",
              round, load.label(), target.name(), sample.perSecond(), sample.lastFailure());
          target.rest();
        }
      }
    }
    return samples;
  }
}
