package chat.cli.client;

import java.time.Duration;

/** Durations as they are written for people and on the command line. */
public final class Durations {
  private Durations() {}

  /** Such as {@code 0.4 s} or {@code 30 s}. */
  public static String text(Duration duration) {
    long tenths = Math.round(duration.toMillis() / 100.0);
    return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
  }

  /** Reads {@code 500ms}, {@code 30s}, {@code 2m}, {@code 1h} or bare seconds ({@code 0.5}). */
  public static Duration parse(String text) {
    String number = text.replaceFirst("(ms|s|m|h)$", "");
    double unit =
        switch (text.substring(number.length())) {
          case "ms" -> 1e6;
          case "m" -> 60e9;
          case "h" -> 3600e9;
          default -> 1e9;
        };
    double nanos = Double.parseDouble(number) * unit;
    if (!(nanos >= 1e6 && nanos <= 86_400e9)) {
      throw new IllegalArgumentException("between 1ms and 24 hours: '" + text + "'");
    }
    return Duration.ofNanos((long) nanos);
  }
}
