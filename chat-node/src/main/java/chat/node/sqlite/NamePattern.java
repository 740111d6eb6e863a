package chat.node.sqlite;

/**
 * A pattern of {@code *} and {@code ?} as SQLite takes it.
 *
 * @param glob the pattern for GLOB, in which {@code [} stands for itself
 * @param first what every match has as its beginning
 * @param beyond above every match
 */
record NamePattern(String glob, String first, String beyond) {
  private static final String LARGEST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

  /** Empty means all. Several {@code *} in a row are one: no pattern is slow by that. */
  static NamePattern of(String pattern) {
    String one = pattern.isEmpty() ? "*" : pattern.replaceAll("\\*+", "*");
    String first = one.split("[*?]", 2)[0];
    return new NamePattern(one.replace("[", "[[]"), first, first + LARGEST_CHARACTER);
  }
}
