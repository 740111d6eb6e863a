package chat.cli.local;

import chat.cli.client.ChatClient;
import chat.cli.client.ChatFailure;
import chat.cli.client.ClusterState;
import chat.cli.client.Notices;
import chat.cli.output.ExitCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The processes of a local cluster, as one. What changes them holds a lock on the folder. */
public final class LocalCluster {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration ASK_LIMIT = Duration.ofSeconds(1);
  private static final int HIGHEST_BASE = 65_000;

  private final LocalFolder folder;
  private final Apps apps;
  private final Launch launch;
  private final Consumer<String> progress;

  /** {@code home}: where the built programs are. {@code progress}: takes sentences for a person. */
  public LocalCluster(LocalFolder folder, Path home, Consumer<String> progress) {
    this.folder = folder;
    this.apps = new Apps(home, folder.copies());
    this.launch = new Launch(folder, apps);
    this.progress = progress;
  }

  /** How many nodes and from which port on; only asked where there is no cluster yet. */
  public record Size(Optional<Integer> nodes, Optional<Integer> base) {}

  /** Starts what doesn't run and waits until the cluster serves. Running processes are kept. */
  public ClusterState up(Size size, Duration limit) throws IOException, LocalFailure {
    Files.createDirectories(folder.path());
    try (FileLock _ = lock()) {
      layOut(size);
      apps.install();
      List<LocalProcess> all = processes();
      if (noneRuns(all)) {
        apps.dropOlder();
      }
      for (LocalProcess process : all) {
        boolean started = process.ensureRunning();
        progress.accept("%s %s".formatted(process.name(), started ? "started" : "runs already"));
      }
      return await(all, limit, "serving", ClusterState::serving);
    }
  }

  private static boolean noneRuns(List<LocalProcess> all) throws IOException {
    for (LocalProcess process : all) {
      if (process.running().isPresent()) {
        return false;
      }
    }
    return true;
  }

  private void layOut(Size size) throws IOException, LocalFailure {
    List<LocalNode> known = folder.nodes();
    if (known.isEmpty()) {
      int count = size.nodes().orElse(LocalFolder.STANDARD_NODES);
      int base = size.base().orElse(LocalFolder.STANDARD_BASE);
      if (count < 1 || count > 9 || base < 1024 || base > HIGHEST_BASE) {
        throw new LocalFailure(
            ExitCode.USAGE, "1 to 9 nodes, and a base port from 1024 to " + HIGHEST_BASE, "");
      }
      apps.check();
      for (LocalNode node : LocalFolder.fresh(base, count)) {
        launch.node(node).checkPorts();
      }
      folder.writeInitialMembers(count);
      folder.writeNodes(LocalFolder.fresh(base, count));
      return;
    }
    if (size.base().isPresent() && size.base().get() != known.getFirst().clientPort()) {
      throw new LocalFailure(
          "the cluster in %s has its ports from %d on"
              .formatted(folder.path(), known.getFirst().clientPort()),
          "leave --port out, or take another folder with --dir");
    }
    if (size.nodes().isPresent() && size.nodes().get() != known.size()) {
      throw new LocalFailure(
          "the cluster in %s has %d %s"
              .formatted(folder.path(), known.size(), known.size() == 1 ? "node" : "nodes"),
          "add one with: chat local add");
    }
  }

  /**
   * The cluster that a backup began, the one that it was made of, what it holds, and where the data
   * is that was there before.
   */
  public record Restored(
      String clusterId, String from, long epoch, long position, Optional<Path> replaced) {}

  /** Makes a backup the data of this cluster, which must not run; it is laid out where it isn't. */
  public Restored restore(String file, boolean replace, Size size)
      throws IOException, LocalFailure {
    Files.createDirectories(folder.path());
    try (FileLock _ = lock()) {
      layOut(size);
      for (LocalProcess process : processes()) {
        if (process.running().isPresent()) {
          throw new LocalFailure(
              ExitCode.REFUSED,
              "%s runs: a backup is restored to a cluster that doesn't".formatted(process.name()),
              "end it with: chat local down");
        }
      }
      apps.install();
      return new LocalRestore(folder, launch).run(file, replace);
    }
  }

  /** Ends all processes, nodes and controller together, so that nobody is taken out of the set. */
  public void down() throws IOException, LocalFailure {
    requireCluster();
    try (FileLock _ = lock()) {
      Map<LocalProcess, ProcessHandle> ending = new LinkedHashMap<>();
      List<LocalProcess> all = processes();
      for (LocalProcess process : all.reversed()) {
        Optional<ProcessHandle> handle = process.terminate();
        handle.ifPresent(h -> ending.put(process, h));
      }
      for (var entry : ending.entrySet()) {
        entry.getKey().awaitEnd(entry.getValue(), LocalProcess.TERM_LIMIT);
        progress.accept(entry.getKey().name() + " ended");
      }
      if (ending.isEmpty()) {
        progress.accept("nothing was running");
      }
    }
  }

  /** A process as the folder knows it; {@code pid} is empty where it doesn't run. */
  public record Status(String name, Optional<Long> pid, String address, Path log) {}

  public List<Status> status() throws IOException, LocalFailure {
    requireCluster();
    List<Status> all = new ArrayList<>();
    for (LocalNode node : folder.nodes()) {
      all.add(status(launch.node(node), node.client().toString()));
    }
    all.add(status(launch.controller(), "-"));
    return all;
  }

  private static Status status(LocalProcess process, String address) throws IOException {
    return new Status(
        process.name(), process.running().map(ProcessHandle::pid), address, process.log());
  }

  /** {@code kill -9}, or a failure where it doesn't run. */
  public void kill(String name) throws IOException, LocalFailure {
    if (!find(name).kill()) {
      throw new LocalFailure(ExitCode.NOT_FOUND, name + " isn't running", "chat local status");
    }
    progress.accept(name + " killed");
  }

  /** Starts one process, if it doesn't run. */
  public void start(String name) throws IOException, LocalFailure {
    LocalProcess process = find(name);
    try (FileLock _ = lock()) {
      apps.install();
      boolean started = process.ensureRunning();
      progress.accept("%s %s".formatted(name, started ? "started" : "runs already"));
    }
  }

  /** Adds a node and waits until it is in sync; gives its name. */
  public String add(Duration limit) throws IOException, LocalFailure {
    requireCluster();
    try (FileLock _ = lock()) {
      List<LocalNode> nodes = new ArrayList<>(folder.nodes());
      LocalNode fresh = LocalNode.of(nodes.getFirst().clientPort(), nodes.size());
      nodes.add(fresh);
      folder.writeNodes(nodes);
      LocalProcess process = launch.node(fresh);
      apps.install();
      process.ensureRunning();
      String name = fresh.name().value();
      progress.accept(name + " started; it joins");
      await(List.of(process), limit, "in sync", s -> s.inSync().contains(name));
      return name;
    }
  }

  /** Polls the cluster until it is as wanted, a process of {@code watched} ends, or time is up. */
  private ClusterState await(
      List<LocalProcess> watched, Duration limit, String what, Predicate<ClusterState> wanted)
      throws IOException, LocalFailure {
    long deadline = System.nanoTime() + limit.toNanos();
    String waitingFor = "no node answers yet";
    while (true) {
      for (LocalProcess process : watched) {
        if (process.running().isEmpty()) {
          throw new LocalFailure(
              process.name() + " ended by itself; its log ends so:\n" + process.logTail(),
              "all of it: " + process.log());
        }
      }
      try (ChatClient client =
          new ChatClient(folder.route(), Optional.empty(), ASK_LIMIT, new Unheard())) {
        ClusterState state = client.status();
        if (wanted.test(state)) {
          return state;
        }
        waitingFor = state.waitingFor().isEmpty() ? "it isn't yet" : state.waitingFor();
      } catch (ChatFailure e) {
        waitingFor = String.valueOf(e.getMessage());
      }
      if (System.nanoTime() >= deadline) {
        throw new LocalFailure(
            ExitCode.UNAVAILABLE,
            "not %s within %d s: %s".formatted(what, limit.toSeconds(), waitingFor),
            "see the logs under " + folder.path());
      }
      pause();
    }
  }

  private static void pause() throws LocalFailure {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalFailure(ExitCode.INTERRUPTED, "interrupted", "");
    }
  }

  private LocalProcess find(String name) throws IOException, LocalFailure {
    requireCluster();
    for (LocalProcess process : processes()) {
      if (process.name().equals(name)) {
        return process;
      }
    }
    throw new LocalFailure(ExitCode.NOT_FOUND, "no node is called " + name, "chat local status");
  }

  private List<LocalProcess> processes() throws IOException {
    List<LocalProcess> all = new ArrayList<>();
    for (LocalNode node : folder.nodes()) {
      all.add(launch.node(node));
    }
    all.add(launch.controller());
    return all;
  }

  private void requireCluster() throws IOException, LocalFailure {
    if (folder.nodes().isEmpty()) {
      throw new LocalFailure(
          ExitCode.NOT_FOUND, "no cluster in " + folder.path(), "start one with: chat local up");
    }
    apps.check();
  }

  private FileLock lock() throws IOException, LocalFailure {
    FileChannel channel =
        FileChannel.open(folder.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new LocalFailure(
          "another `chat local` is at work in " + folder.path(), "wait until it is done");
    }
    return lock;
  }

  private static final class Unheard implements Notices {
    @Override
    public void lost(String what, String why) {}

    @Override
    public void back(Back back) {}
  }
}
