package chat.node.chat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** SHA-256 of a session token: all that is stored of it. Hex. */
public record TokenHash(String hex) {
  public static final int TOKEN_BYTES = 32;

  /** Length of the hash itself. */
  public static final int BYTES = 32;

  /** Hexadecimal digits of a session's public handle. */
  public static final int SESSION_ID_DIGITS = 12;

  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SESSION_ID = Pattern.compile("[0-9a-f]{" + SESSION_ID_DIGITS + "}");

  public TokenHash {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("not a SHA-256 in hex");
    }
  }

  public static TokenHash of(byte[] token) {
    try {
      return new TokenHash(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  public static boolean isSessionId(String text) {
    return SESSION_ID.matcher(text).matches();
  }

  /** The session's public handle: enough to tell sessions apart, useless for logging in. */
  public String sessionId() {
    return hex.substring(0, SESSION_ID_DIGITS);
  }
}
