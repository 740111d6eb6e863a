package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.Durations;
import chat.cli.client.Endpoint;
import chat.cli.client.Notices;
import chat.cli.client.Route;
import chat.cli.local.LocalFolder;
import chat.cli.output.OutputFormat;
import chat.cli.output.Progress;
import chat.cli.output.Screen;
import chat.cli.output.TerminalWidth;
import chat.cli.profile.ContextName;
import chat.cli.profile.Contexts;
import chat.cli.profile.Folders;
import chat.cli.profile.Profile;
import chat.cli.profile.ProfileException;
import chat.cli.profile.Session;
import chat.view.Address;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One run of one command: its options, made into what the command works with. */
final class Run {
  private final ChatCommand options;
  private final Folders folders;
  private final Screen screen;

  Run(ChatCommand options) {
    this.options = options;
    Surroundings around = options.surroundings();
    this.folders = Folders.of(around.environment());
    Screen.Look look =
        new Screen.Look(
            around.outOnTerminal(),
            colors(options),
            options.quiet(),
            () -> TerminalWidth.columns(around.environment()));
    this.screen = new Screen(around.out(), around.err(), look);
  }

  boolean colors() {
    return colors(options);
  }

  private static boolean colors(ChatCommand options) {
    Surroundings around = options.surroundings();
    return switch (options.color()) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO ->
          around.outOnTerminal()
              && around.environment().getOrDefault("NO_COLOR", "").isEmpty()
              && !around.environment().getOrDefault("TERM", "").equals("dumb");
    };
  }

  Screen screen() {
    return screen;
  }

  Surroundings surroundings() {
    return options.surroundings();
  }

  Folders folders() {
    return folders;
  }

  Contexts contexts() {
    return new Contexts(folders);
  }

  Duration timeout() {
    return options.timeout();
  }

  /** Shown on a terminal only, and not with {@code -q}. */
  Progress progress(String unit) {
    Surroundings around = options.surroundings();
    return new Progress(around.err(), around.errOnTerminal() && !options.quiet(), unit);
  }

  boolean mayAsk() {
    return !options.noInput() && options.surroundings().console().isPresent();
  }

  OutputFormat format() {
    return options.output().orElse(OutputFormat.TABLE);
  }

  OutputFormat formatOr(OutputFormat otherwise) {
    return options.output().orElse(otherwise);
  }

  ContextName context() throws IOException, ProfileException {
    Optional<String> named = options.context();
    return named.isPresent() ? contextName(named.get()) : contexts().current();
  }

  private ContextName contextName(String text) {
    try {
      return new ContextName(text);
    } catch (IllegalArgumentException e) {
      throw options.wrongUsage(String.valueOf(e.getMessage()));
    }
  }

  Profile profile() throws IOException, ProfileException {
    return new Profile(folders, context());
  }

  /** Without a session. */
  ChatClient client() throws IOException, ProfileException {
    return new ChatClient(route(), Optional.empty(), timeout(), notices());
  }

  ChatClient client(Session session) throws IOException, ProfileException {
    return client(session, notices());
  }

  /** With the news of the connection going somewhere else than to stderr. */
  ChatClient client(Session session, Notices news) throws IOException, ProfileException {
    return new ChatClient(route(), Optional.of(session.token()), timeout(), news);
  }

  /**
   * The addresses that were given; else the context's; else, for a context that isn't set up, the
   * cluster on this machine that was started last.
   */
  private Route route() throws IOException, ProfileException {
    if (options.address().isPresent()) {
      List<Endpoint> direct = endpoints(options.address().get());
      return () -> direct;
    }
    Optional<Contexts.Target> target = contexts().findOrLocal(context());
    return switch (target.orElse(new Contexts.Target.Local(LocalFolder.standard(folders)))) {
      case Contexts.Target.Local local -> new LocalFolder(local.folder()).route();
      case Contexts.Target.Direct direct -> {
        List<Endpoint> all = direct.addresses().stream().map(Endpoint::of).toList();
        yield () -> all;
      }
    };
  }

  private List<Endpoint> endpoints(String text) {
    try {
      return Arrays.stream(text.split(",")).map(Address::parse).map(Endpoint::of).toList();
    } catch (IllegalArgumentException e) {
      throw options.wrongUsage("--address wants host:port[,host:port…]: " + e.getMessage());
    }
  }

  Notices notices() {
    return new Notices() {
      @Override
      public void lost(String what, String why) {
        screen.note("lost %s; retrying (%s)".formatted(what, why));
      }

      @Override
      public void back(String node, long epoch, Duration after) {
        // A node that just started may answer before it knows of an epoch.
        String known = epoch == 0 ? "" : ", epoch " + epoch;
        screen.note("back via %s%s, %s".formatted(node, known, Durations.text(after)));
      }
    };
  }
}
