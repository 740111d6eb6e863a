package chat.cli.client;

import java.security.SecureRandom;

/**
 * One attempt to log in, with the token and the request id that every retry of it repeats: however
 * often it is sent, it opens one session.
 */
public record Login(RequestId requestId, byte[] token, String name, String password) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int TOKEN_BYTES = 32;

  public Login {
    token = token.clone();
  }

  public static Login of(String name, String password) {
    byte[] token = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(token);
    return new Login(RequestId.random(), token, name, password);
  }

  @Override
  public byte[] token() {
    return token.clone();
  }

  /** Without the secrets: this may be logged. */
  @Override
  public String toString() {
    return "Login[" + name + "]";
  }

  /** The session that it opened. */
  public record Opened(String sessionId, long expiresMillis) {}
}
