package chat.view;

/** How a refused value is named in an error: a long one by its length, since it is not bounded. */
final class Quoted {
  private static final int LONGEST = 80;

  private Quoted() {}

  static String of(String value) {
    return value.length() <= LONGEST
        ? "'" + value + "'"
        : "a text of " + value.length() + " characters";
  }
}
