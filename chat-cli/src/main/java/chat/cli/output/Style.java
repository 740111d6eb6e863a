package chat.cli.output;

/** Emphasis on terminals that want it. */
public enum Style {
  BOLD("1"),
  DIM("2"),
  NAME("36"),
  GOOD("32"),
  BAD("31");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  String on(String text) {
    return "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
