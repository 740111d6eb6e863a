package chat.cli.profile;

import chat.cli.output.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * The files of one context: the session, the cursor of {@code listen} and the outbox. Different
 * users are kept apart by different contexts or XDG folders.
 */
public final class Profile {
  private final Path folder;

  public Profile(Folders folders, ContextName context) {
    this.folder = folders.state().resolve("contexts").resolve(context.value());
  }

  public Optional<Session> session() throws IOException, ProfileException {
    return read("session.json", Session::of);
  }

  /** The session, or a refusal that says how to get one. */
  public Session requireSession() throws IOException, ProfileException, NotLoggedInException {
    return session().orElseThrow(NotLoggedInException::new);
  }

  public void save(Session session) throws IOException {
    PrivateFile.write(file("session.json"), Json.line(session.toJson()));
  }

  public boolean forgetSession() throws IOException {
    return PrivateFile.delete(file("session.json"));
  }

  public Outbox outbox() {
    return new Outbox(folder.resolve("outbox"));
  }

  /** How far {@code account} has listened. */
  public Optional<ListenPoint> listenPoint(String account) throws IOException, ProfileException {
    return read("listen-" + account + ".json", ListenPoint::of);
  }

  /** Durable when it returns. */
  public void save(String account, ListenPoint point) throws IOException {
    PrivateFile.write(file("listen-" + account + ".json"), Json.line(point.toJson()));
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private <T> Optional<T> read(String name, Function<JsonNode, T> parser)
      throws IOException, ProfileException {
    Optional<String> text = PrivateFile.read(file(name));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(parser.apply(Json.parse(text.get())));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new ProfileException(file(name) + " is damaged; move it away and log in again", e);
    }
  }

  /** There is no session in this context. */
  public static final class NotLoggedInException extends Exception {
    private static final long serialVersionUID = 1L;

    NotLoggedInException() {
      super("nobody is logged in here");
    }
  }
}
