package chat.node.grpc;

import chat.node.chat.AccountName;
import chat.node.chat.TokenHash;
import java.util.Optional;

/** Whom a read is for. Each owner has a share of the threads that read, and waits in a line. */
sealed interface ReadOwner {

  /** Whether it is one account or one machine, whose share is bounded. */
  default boolean isSomebody() {
    return switch (this) {
      case Account _, Forwarded _ -> true;
      case Stranger(Optional<String> address) -> address.isPresent();
      case Returning(Optional<String> address) -> address.isPresent();
      case WholeState _, Node _ -> false;
    };
  }

  /** A session of this account. */
  record Account(AccountName name) implements ReadOwner {}

  /** A caller that hasn't shown a session yet; at this address, where it can be told. */
  record Stranger(Optional<String> address) implements ReadOwner {}

  /**
   * Callers at this address that show a token which this node hasn't looked up yet. After a
   * failover that is every client at once.
   */
  record Returning(Optional<String> address) implements ReadOwner {}

  /** Who has the session of this token, as the primary may know: their call is passed on to it. */
  record Forwarded(TokenHash token) implements ReadOwner {}

  /** All operators together, who ask for the hash of the state: one thread at most. */
  record WholeState() implements ReadOwner {}

  /** The node itself, to find out whose streams have something to read. */
  record Node() implements ReadOwner {}
}
