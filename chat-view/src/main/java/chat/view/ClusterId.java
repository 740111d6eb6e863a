package chat.view;

import java.util.regex.Pattern;

/** Identifies one history of the cluster. Restore and force-promote make a new one. */
public record ClusterId(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-z-]{1,64}");

  public ClusterId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a cluster id: " + Quoted.of(value));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
