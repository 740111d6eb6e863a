package chat.cli.session;

import java.time.ZoneId;

/** What doesn't change while the screen is open. */
public record Settings(String me, ZoneId zone) {
  public Settings {
    if (me.isEmpty()) {
      throw new IllegalArgumentException("whose screen is it?");
    }
  }
}
