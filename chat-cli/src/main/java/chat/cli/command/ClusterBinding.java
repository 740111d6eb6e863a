package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.ChatFailure;
import chat.cli.client.Notices;
import chat.cli.profile.Outbox;
import chat.cli.profile.Profile;
import chat.cli.profile.ProfileException;
import chat.cli.profile.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Binds a session of an earlier version, which names no cluster, to the cluster that accepts the
 * session, and with it what that account has in the outbox.
 */
final class ClusterBinding {
  /** Where nobody answers within this time, the next command tries again. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private ClusterBinding() {}

  static Session of(Run run, Session session) throws IOException, ProfileException, ChatFailure {
    if (!session.cluster().isEmpty()) {
      return session;
    }
    Optional<String> cluster = accepting(run, session);
    if (cluster.isEmpty()) {
      return session;
    }
    Session bound = session.boundTo(cluster.get());
    Profile profile = run.profile();
    Outbox outbox = profile.outbox();
    for (Outbox.Entry entry : outbox.entries()) {
      if (entry.from().equals(session.name()) && entry.cluster().isEmpty()) {
        outbox.replace(entry.boundTo(bound.cluster()));
      }
    }
    profile.save(bound);
    return bound;
  }

  /** The cluster that knows the session; the question names the cluster that answered before. */
  private static Optional<String> accepting(Run run, Session session)
      throws IOException, ProfileException, ChatFailure {
    try (ChatClient client =
        new ChatClient(run.route(), Optional.of(session.token()), PATIENCE, Notices.unheard())) {
      String id = client.bind();
      boolean known = !id.isEmpty() && client.whoAmI().name().equals(session.name());
      return known ? Optional.of(id) : Optional.empty();
    } catch (ChatFailure failure) {
      return Optional.empty();
    }
  }
}
