package chat.cli.command;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine.Command;

/**
 * All verbs, in the order and under the headings of the help. Describing a verb to picocli takes
 * milliseconds, and there are many: a run describes those only that its command line names.
 */
final class Verbs {
  private Verbs() {}

  /** A heading of the help. */
  enum Group {
    ACCOUNT("Your account"),
    MESSAGES("Messages"),
    CLUSTER("The cluster"),
    HERE("This machine and this command");

    private final String heading;

    Group(String heading) {
      this.heading = heading;
    }

    String heading() {
      return heading;
    }
  }

  private static final Map<Group, Map<String, Class<?>>> ALL = grouped();

  /** Options that, alone, need no verb. */
  private static final Set<String> ALONE = Set.of("--help", "-h", "--version", "-V");

  private static Map<Group, Map<String, Class<?>>> grouped() {
    Map<Group, Map<String, Class<?>>> all = new EnumMap<>(Group.class);
    Map<String, Class<?>> account = group(all, Group.ACCOUNT);
    account.put("register", RegisterCommand.class);
    account.put("login", LoginCommand.class);
    account.put("logout", LogoutCommand.class);
    account.put("whoami", WhoamiCommand.class);
    account.put("passwd", PasswdCommand.class);
    account.put("sessions", SessionsCommand.class);
    account.put("account", AccountCommand.class);
    account.put("export", ExportCommand.class);
    Map<String, Class<?>> messages = group(all, Group.MESSAGES);
    messages.put("open", OpenCommand.class);
    messages.put("send", SendCommand.class);
    messages.put("listen", ListenCommand.class);
    messages.put("inbox", InboxCommand.class);
    messages.put("conversations", ConversationsCommand.class);
    messages.put("history", HistoryCommand.class);
    messages.put("search", SearchCommand.class);
    messages.put("read", ReadCommand.class);
    messages.put("rm", RmCommand.class);
    messages.put("outbox", OutboxCommand.class);
    messages.put("users", UsersCommand.class);
    messages.put("group", GroupCommand.class);
    messages.put("block", BlockCommand.class);
    messages.put("unblock", UnblockCommand.class);
    Map<String, Class<?>> cluster = group(all, Group.CLUSTER);
    cluster.put("status", StatusCommand.class);
    cluster.put("doctor", DoctorCommand.class);
    cluster.put("switchover", SwitchoverCommand.class);
    cluster.put("backup", BackupCommand.class);
    cluster.put("restore", RestoreCommand.class);
    cluster.put("audit", AuditCommand.class);
    Map<String, Class<?>> here = group(all, Group.HERE);
    here.put("context", ContextCommand.class);
    here.put("local", LocalCommand.class);
    here.put("completion", CompletionCommand.class);
    here.put("version", VersionCommand.class);
    return all;
  }

  private static Map<String, Class<?>> group(Map<Group, Map<String, Class<?>>> all, Group heading) {
    return all.computeIfAbsent(heading, _ -> new LinkedHashMap<>());
  }

  /** Names in the order of the help. */
  static List<String> names(Group group) {
    return List.copyOf(ALL.getOrDefault(group, Map.of()).keySet());
  }

  static List<String> names() {
    return Arrays.stream(Group.values()).flatMap(g -> names(g).stream()).toList();
  }

  private static Class<?> named(String name) {
    for (Map<String, Class<?>> group : ALL.values()) {
      Class<?> type = group.get(name);
      if (type != null) {
        return type;
      }
    }
    throw new IllegalArgumentException("no verb is called " + name);
  }

  /** The first line of what a verb says of itself; for a list it needn't be described whole. */
  static String summary(String name) {
    return Objects.requireNonNull(named(name).getAnnotation(Command.class)).description()[0];
  }

  /**
   * What a command line may run: all where its first verb isn't known, or where it asks for all.
   * Describing all of them takes longer than anything else that needs no server.
   */
  static Map<String, Class<?>> neededBy(List<String> arguments) {
    if (arguments.isEmpty() || arguments.size() == 1 && ALONE.contains(arguments.getFirst())) {
      return Map.of();
    }
    List<String> names = names();
    List<String> named = arguments.stream().filter(names::contains).distinct().toList();
    boolean all =
        named.isEmpty()
            || named.contains("completion")
            || arguments.subList(0, arguments.indexOf(named.getFirst())).stream()
                .anyMatch(a -> a.equals("-h") || a.equals("--help"));
    return types(all ? names : named);
  }

  static Map<String, Class<?>> all() {
    return types(names());
  }

  private static Map<String, Class<?>> types(List<String> names) {
    Map<String, Class<?>> types = new LinkedHashMap<>();
    names.forEach(name -> types.put(name, named(name)));
    return types;
  }
}
