package chat.cli.kubernetes;

import chat.cli.client.ChatFailure;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;

/**
 * What is asked of a Kubernetes API server, about one release. Any thread. Every question is
 * bounded by {@link Fabric8Api#ANSWER_LIMIT}; {@code UNAVAILABLE} is worth asking again, other
 * failures aren't.
 */
interface KubeApi extends AutoCloseable {
  /** Empty before the controller has written the first one, and where there is no release. */
  Optional<ReleaseView> view() throws ChatFailure;

  /** By name; empty where there is no such release. */
  List<PodState> pods() throws ChatFailure;

  /** The permissions that the CLI uses, and whether they are given. */
  List<Permission> permissions() throws ChatFailure;

  /** Other releases that can be seen, as {@code name in namespace}; for an error's text. */
  String otherReleases();

  /**
   * Joins a connection of this machine to the clients' port of a pod. Returns at once; where the
   * pod can't be reached the connection is closed, and the pipe says why.
   */
  Pipe join(String pod, SocketChannel near);

  /**
   * Tells every state from now on, the present one first, through outages of the API server, on
   * threads of its own until {@link #close}.
   */
  void watch(Watcher watcher);

  /** Takes what changes. Must be quick. */
  interface Watcher {
    void view(Optional<ReleaseView> view);

    void pods(List<PodState> pods);
  }

  /** One joined connection. */
  interface Pipe extends AutoCloseable {
    boolean isAlive();

    /** Why it ended, where that wasn't an ordinary end. */
    Optional<ChatFailure> failure();

    @Override
    void close();
  }

  @Override
  void close();
}
