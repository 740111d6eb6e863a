package chat.cli.command;

import chat.cli.client.Durations;
import chat.cli.output.ColorChoice;
import chat.cli.output.ExitCode;
import chat.cli.output.OutputFormat;
import chat.cli.output.TerminalWidth;
import chat.cli.text.Arguments;
import chat.cli.text.InvalidTextException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The root: the options that every command knows, and how a run begins and ends. */
@Command(
    name = "chat",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Provider.class,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    abbreviateSynopsis = true,
    description = "A chat that never loses a message that it acknowledged.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed",
      "2:wrong usage",
      "3:not found",
      "4:not logged in, or wrong credentials",
      "5:refused, or over a limit",
      "6:unavailable; nothing was applied",
      "7:outcome unknown; retrying is safe",
      "130:interrupted"
    })
public final class ChatCommand implements Runnable {
  /**
   * How {@code kubectl-chat} calls: {@code --context} is the kube config's then, as with kubectl.
   */
  static final String KUBECTL_PLUGIN = "--kubectl-plugin";

  /** Where there is no terminal, or one of unknown width. */
  private static final int HELP_WIDTH = 80;

  /** The library takes no less. */
  private static final int LEAST_HELP_WIDTH = 55;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--context",
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      description = "Session, outbox and cluster to use.")
  private Optional<String> context = Optional.empty();

  @Option(
      names = "--address",
      scope = ScopeType.INHERIT,
      paramLabel = "HOST:PORT[,…]",
      description = "Nodes to talk to, instead of the context's.")
  private Optional<String> address = Optional.empty();

  @Option(
      names = "--kube-context",
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      description = "Reach a release by this context of the kube config.")
  private Optional<String> kubeContext = Optional.empty();

  @Option(
      names = {"-n", "--namespace"},
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      description = "Reach a release in this Kubernetes namespace.")
  private Optional<String> namespace = Optional.empty();

  @Option(
      names = "--release",
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      description = "Reach this release of the chart.")
  private Optional<String> release = Optional.empty();

  @Option(names = KUBECTL_PLUGIN, hidden = true)
  private boolean kubectlPlugin;

  @Option(
      names = {"-o", "--output"},
      scope = ScopeType.INHERIT,
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}.")
  private Optional<OutputFormat> output = Optional.empty();

  @Option(
      names = "--timeout",
      scope = ScopeType.INHERIT,
      paramLabel = "TIME",
      converter = TimeConverter.class,
      defaultValue = "30s",
      description = "How long to try: 500ms, 30s, 2m. Default: ${DEFAULT-VALUE}.")
  private Duration timeout = Duration.ofSeconds(30);

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Only data and errors.")
  private boolean quiet;

  @Option(
      names = "--no-input",
      scope = ScopeType.INHERIT,
      description = "Never ask; fail where an answer would be needed.")
  private boolean noInput;

  @Option(
      names = "--color",
      scope = ScopeType.INHERIT,
      paramLabel = "WHEN",
      defaultValue = "auto",
      description = "${COMPLETION-CANDIDATES}.")
  private ColorChoice color = ColorChoice.AUTO;

  @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Tell all about a failure.")
  private boolean debug;

  private final Surroundings surroundings;

  private ChatCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Runs this process's command line, its arguments as they were typed. */
  public static int executeAsTyped(Surroundings surroundings, String... arguments) {
    try {
      return execute(surroundings, Arguments.asTyped(arguments));
    } catch (InvalidTextException e) {
      return new Failures(surroundings.err()).failed(e, false);
    }
  }

  /** Runs one command line and gives its exit code. */
  public static int execute(Surroundings surroundings, String... arguments) {
    ChatCommand root = new ChatCommand(surroundings);
    List<String> written = Arrays.stream(arguments).filter(a -> !a.equals(KUBECTL_PLUGIN)).toList();
    String name = written.size() < arguments.length ? "kubectl chat" : "chat";
    CommandLine line =
        described(root, name, Verbs.neededBy(written))
            .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
    if (written.contains("--help") || written.contains("-h")) {
      line.setUsageHelpWidth(helpWidth(surroundings));
    }
    Failures failures = new Failures(surroundings.err());
    line.setParameterExceptionHandler((e, _) -> failures.usage(e));
    line.setExecutionExceptionHandler((e, _, _) -> failures.failed(e, root.debug));
    int exitCode = line.execute(arguments);
    // A script must not take cut-off output for all of it.
    if (surroundings.out().checkError() && exitCode == 0) {
      surroundings.err().println("chat: the output can't be written, or nobody reads it any more");
      return ExitCode.FAILURE.number();
    }
    return exitCode;
  }

  private static int helpWidth(Surroundings around) {
    int columns =
        around.outOnTerminal()
            ? TerminalWidth.columns(around.environment())
            : TerminalWidth.UNKNOWN;
    return columns == TerminalWidth.UNKNOWN ? HELP_WIDTH : Math.max(columns, LEAST_HELP_WIDTH);
  }

  private static CommandLine described(ChatCommand root, String name, Map<String, Class<?>> verbs) {
    CommandLine line = new CommandLine(root);
    line.setCommandName(name);
    // An argument is what somebody wrote, and never the name of a file with more of it.
    line.setExpandAtFiles(false);
    verbs.forEach(line::addSubcommand);
    HelpLayout.on(line);
    return line.registerConverter(OutputFormat.class, new Choice<>(OutputFormat.values()))
        .registerConverter(ColorChoice.class, new Choice<>(ColorChoice.values()))
        .registerConverter(
            CompletionCommand.Shell.class, new Choice<>(CompletionCommand.Shell.values()));
  }

  /** The whole of it, for those who write about it. */
  public static CommandSpec description() {
    ChatCommand root = new ChatCommand(Surroundings.ofProcess());
    return described(root, "chat", Verbs.all()).getCommandSpec();
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  ParameterException wrongUsage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  Surroundings surroundings() {
    return surroundings;
  }

  /** The chat's context; kubectl's {@code --context} means another thing. */
  Optional<String> context() {
    return kubectlPlugin ? Optional.empty() : context;
  }

  Optional<String> kubeContext() {
    return kubectlPlugin ? context.or(() -> kubeContext) : kubeContext;
  }

  Optional<String> namespace() {
    return namespace;
  }

  Optional<String> release() {
    return release;
  }

  /** Whether a release on Kubernetes is meant, whatever the context says. */
  boolean wantsRelease() {
    return kubectlPlugin || kubeContext.isPresent() || namespace.isPresent() || release.isPresent();
  }

  Optional<String> address() {
    return address;
  }

  Optional<OutputFormat> output() {
    return output;
  }

  Duration timeout() {
    return timeout;
  }

  boolean quiet() {
    return quiet;
  }

  boolean noInput() {
    return noInput;
  }

  ColorChoice color() {
    return color;
  }

  /** One of a few words, in any case. */
  private record Choice<T>(T[] all) implements ITypeConverter<T> {
    @Override
    public T convert(String value) {
      for (T one : all) {
        if (one.toString().equalsIgnoreCase(value)) {
          return one;
        }
      }
      String known = String.join(", ", Arrays.stream(all).map(T::toString).toList());
      throw new TypeConversionException("'" + value + "' is none of " + known);
    }
  }

  static final class TimeConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      try {
        return Durations.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "'" + value + "' is not a time from 1ms to 24 hours, such as 500ms, 30s or 2m");
      }
    }
  }
}
