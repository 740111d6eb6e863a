package chat.cli.command;

import chat.cli.client.ChatFailure;
import java.util.Locale;

/** What one check of {@code chat doctor} came to; {@code next} says what to do, or is empty. */
record Finding(String check, Result result, String detail, String next) {
  enum Result {
    OK,
    /** It works, but not as well as it could. */
    WARN,
    FAIL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding ok(String check, String detail) {
    return new Finding(check, Result.OK, detail, "");
  }

  static Finding warn(String check, String detail, String next) {
    return new Finding(check, Result.WARN, detail, next);
  }

  static Finding fail(String check, String detail, String next) {
    return new Finding(check, Result.FAIL, detail, next);
  }

  static Finding fail(String check, ChatFailure failure) {
    return fail(check, String.valueOf(failure.getMessage()), failure.next());
  }
}
