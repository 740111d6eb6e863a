package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.ChatFailure;
import chat.cli.client.Login;
import chat.cli.profile.Profile;
import chat.cli.profile.ProfileException;
import chat.cli.profile.Session;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "login", description = "Open a session; it outlives restarts and failovers.")
final class LoginCommand extends Verb {
  @Parameters(paramLabel = "NAME")
  private String name = "";

  @Mixin private Passwords passwords = new Passwords();

  @Override
  void run(Run run) throws Exception {
    String password = passwords.read(run, false);
    try (ChatClient client = run.client()) {
      open(run, client, name, password);
    }
    run.screen().note("logged in as " + name);
  }

  /**
   * The token of the session that this context has of the account, ended or not. Only the cluster
   * that gave it gets it.
   */
  private static Optional<byte[]> held(Profile profile, String name, String cluster)
      throws IOException {
    try {
      return profile
          .session()
          .filter(s -> s.name().equals(name))
          .filter(s -> !cluster.isEmpty() && s.cluster().equals(cluster))
          .map(Session::token);
    } catch (ProfileException unreadable) {
      // The new session replaces it.
      return Optional.empty();
    }
  }

  /** Opens the session and keeps it in the context. */
  static void open(Run run, ChatClient client, String name, String password)
      throws ChatFailure, IOException, ProfileException {
    String cluster = client.bind();
    Login login = Login.of(name, password);
    Profile profile = run.profile();
    Login.Opened opened = client.login(login, held(profile, name, cluster));
    profile.save(
        new Session(name, login.token(), opened.sessionId(), opened.expiresMillis(), cluster));
    long elsewhere =
        profile.outbox().entries().stream()
            .filter(e -> e.from().equals(name) && !e.isFor(cluster))
            .count();
    if (elsewhere > 0) {
      run.screen()
          .note(
              "%d in the outbox for another cluster; send here: chat outbox rebind, then retry"
                  .formatted(elsewhere));
    }
  }
}
