package chat.cli.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What picocli says of a wrong command line, in the words of everything else that is said. */
final class Wording {
  private static final Pattern INVALID =
      Pattern.compile(
          "Invalid value for (?:option '([^']+)'|positional parameter at index \\S+ \\(([^)]+)\\)):"
              + " (.*)");
  private static final Pattern MISSING =
      Pattern.compile("Missing required (?:option|parameter)s?: (.*)");

  private Wording() {}

  static String of(String message) {
    Matcher invalid = INVALID.matcher(message);
    if (invalid.matches()) {
      String what = invalid.group(1) == null ? invalid.group(2) : invalid.group(1);
      return what + ": " + invalid.group(3).replaceAll("is not an? (int|long)$", "is not a number");
    }
    Matcher missing = MISSING.matcher(message);
    if (missing.matches()) {
      String all = missing.group(1).replace("'", "");
      return all + (all.contains(", ") ? " are missing" : " is missing");
    }
    return message;
  }
}
