package chat.node.grpc;

import chat.node.chat.TokenHash;
import java.util.Optional;

/** Who tries a password: a device that the account knows, or somebody at some place. */
sealed interface PasswordSource {

  /** What its wrong passwords are counted by. */
  String key();

  /** The address whose strangers are slowed together, where there is one. */
  Optional<String> strangersAddress();

  /** Who came with a token that is or was a session of the account. */
  record Device(TokenHash token) implements PasswordSource {
    @Override
    public String key() {
      return "device " + token.hex();
    }

    @Override
    public Optional<String> strangersAddress() {
      return Optional.empty();
    }
  }

  /** Anybody else: by address, and behind a tunnel by connection. */
  record Stranger(String source, Optional<String> address) implements PasswordSource {
    static Stranger of(Caller caller) {
      return new Stranger(caller.source(), caller.address());
    }

    @Override
    public String key() {
      return source;
    }

    @Override
    public Optional<String> strangersAddress() {
      return address;
    }
  }
}
