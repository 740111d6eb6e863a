package chat.node.chat;

import java.util.regex.Pattern;

/**
 * The name of an account: 1 to 32 of {@code a-z 0-9 . _ -}, beginning with a letter or digit. Names
 * are never freed.
 */
public record AccountName(String value) implements Comparable<AccountName> {
  public static final int MAX_LENGTH = 32;

  private static final Pattern FORM =
      Pattern.compile("[a-z0-9][a-z0-9._-]{0," + (MAX_LENGTH - 1) + "}");

  public AccountName {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not an account name: '" + value + "'");
    }
  }

  public static boolean isValid(String value) {
    return FORM.matcher(value).matches();
  }

  @Override
  public int compareTo(AccountName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
