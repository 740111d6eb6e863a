package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.ChatFailure;
import chat.cli.client.Durations;
import chat.cli.client.Endpoint;
import chat.cli.client.Notices;
import chat.cli.client.Route;
import chat.cli.kubernetes.Release;
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
import org.jspecify.annotations.Nullable;

/** One run of one command: its options, made into what the command works with. */
final class Run {
  private final ChatCommand options;
  private final Folders folders;
  private final Screen screen;
  private Contexts.Target.@Nullable Kubernetes wanted;
  private @Nullable Session bound;

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

  /**
   * The context whose session and outbox are used: the one that is named, or else the one that is
   * set up for the release that is asked for.
   */
  ContextName context() throws IOException, ProfileException, ChatFailure {
    Optional<String> named = options.context();
    if (named.isPresent()) {
      return contextName(named.get());
    }
    if (!options.wantsRelease()) {
      return contexts().current();
    }
    Contexts.Target.Kubernetes wanted = wantedRelease();
    return contexts().named(wanted).orElseGet(() -> ContextName.of(wanted));
  }

  private ContextName contextName(String text) {
    try {
      return new ContextName(text);
    } catch (IllegalArgumentException e) {
      throw options.wrongUsage(String.valueOf(e.getMessage()));
    }
  }

  Profile profile() throws IOException, ProfileException, ChatFailure {
    return new Profile(folders, context());
  }

  /** Without a session. */
  ChatClient client() throws IOException, ProfileException, ChatFailure {
    return new ChatClient(route(), Optional.empty(), timeout(), notices());
  }

  ChatClient client(Session session) throws IOException, ProfileException, ChatFailure {
    return client(session, notices());
  }

  /** Whose session this is, bound to a cluster where that is known. */
  Session session()
      throws IOException, ProfileException, ChatFailure, Profile.NotLoggedInException {
    return bound(profile().requireSession());
  }

  private Session bound(Session session) throws IOException, ProfileException, ChatFailure {
    if (bound == null) {
      bound = ClusterBinding.of(this, session);
    }
    return bound;
  }

  /** With the news of the connection going somewhere else than to stderr. */
  ChatClient client(Session session, Notices news)
      throws IOException, ProfileException, ChatFailure {
    Session bound = bound(session);
    return new ChatClient(route(), Optional.of(bound.token()), bound.cluster(), timeout(), news);
  }

  Route route() throws IOException, ProfileException, ChatFailure {
    return switch (target()) {
      case Contexts.Target.Local local -> new LocalFolder(local.folder()).route();
      case Contexts.Target.Direct direct -> {
        List<Endpoint> all = direct.addresses().stream().map(Endpoint::of).toList();
        yield () -> all;
      }
      case Contexts.Target.Kubernetes release -> new Release(release).route();
    };
  }

  /**
   * The addresses that were given; else the release that was; else the context's; else, for a
   * context that isn't set up, the current context's or the cluster on this machine.
   */
  Contexts.Target target() throws IOException, ProfileException, ChatFailure {
    if (options.address().isPresent()) {
      return new Contexts.Target.Direct(addresses(options.address().get()));
    }
    if (options.wantsRelease()) {
      return wantedRelease();
    }
    return contexts()
        .findOrCurrent(context())
        .orElse(new Contexts.Target.Local(LocalFolder.standard(folders)));
  }

  /** What the options say, filled up from the kube config. */
  Contexts.Target.Kubernetes wantedRelease() throws ChatFailure {
    if (wanted == null) {
      try {
        wanted = Release.target(options.kubeContext(), options.namespace(), options.release());
      } catch (IllegalArgumentException e) {
        throw options.wrongUsage(String.valueOf(e.getMessage()));
      }
    }
    return wanted;
  }

  private List<Address> addresses(String text) {
    try {
      return Arrays.stream(text.split(",")).map(Address::parse).toList();
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
      public void back(Back back) {
        // A node that just started may answer before it knows of an epoch.
        String known = back.epoch() == 0 ? "" : ", epoch " + back.epoch();
        String caughtUp =
            back.caughtUp().isEmpty()
                ? ""
                : ", %d caught up".formatted(back.caughtUp().getAsLong());
        screen.note(
            "back via %s%s, %s%s"
                .formatted(back.node(), known, Durations.text(back.after()), caughtUp));
      }
    };
  }
}
