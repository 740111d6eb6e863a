package chat.node.chat;

import java.util.regex.Pattern;

/** A group, and its conversation: {@code #7}, numbered in the order in which they were made. */
public record GroupId(long number) implements ConversationId {
  private static final String MARK = "#";
  private static final Pattern FORM = Pattern.compile(MARK + "[1-9][0-9]{0,17}");

  public GroupId {
    if (number < 1) {
      throw new IllegalArgumentException("a group's number begins at 1: " + number);
    }
  }

  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  /** Parses {@code #7}. */
  public static GroupId parse(String text) {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not a group: '" + text + "'");
    }
    return new GroupId(Long.parseLong(text.substring(MARK.length())));
  }

  @Override
  public String toString() {
    return MARK + number;
  }
}
