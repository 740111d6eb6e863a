package chat.cli.output;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Columns that a text takes on a terminal: wide East Asian characters and emoji take two, a mark on
 * another character none. What a reader sees as one character (a cluster: a letter with its
 * accents, a family of emoji, a flag) is never wider than two.
 */
public final class DisplayWidth {
  private static final int JOINER = 0x200d;
  private static final int EMOJI_STYLE = 0xfe0f;
  private static final String CUT = "…";

  private DisplayWidth() {}

  public static int of(String text) {
    if (isPlain(text)) {
      return text.length();
    }
    return clusters(text).stream().mapToInt(DisplayWidth::ofCluster).sum();
  }

  /** What a reader sees as characters, in order. */
  public static List<String> clusters(String text) {
    List<String> clusters = new ArrayList<>();
    if (isPlain(text)) {
      text.chars().forEach(c -> clusters.add(String.valueOf((char) c)));
      return clusters;
    }
    BreakIterator breaks = BreakIterator.getCharacterInstance(Locale.ROOT);
    breaks.setText(text);
    int start = breaks.first();
    for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
      clusters.add(text.substring(start, end));
      start = end;
    }
    return clusters;
  }

  /** The whole text where it fits, else its beginning and an ellipsis. */
  public static String fit(String text, int columns) {
    if (of(text) <= columns) {
      return text;
    }
    StringBuilder fitting = new StringBuilder();
    int left = columns - 1;
    for (String cluster : clusters(text)) {
      left -= ofCluster(cluster);
      if (left < 0) {
        break;
      }
      fitting.append(cluster);
    }
    return columns < 1 ? "" : fitting.append(CUT).toString();
  }

  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
  }

  private static int ofCluster(String cluster) {
    int sum = cluster.codePoints().map(DisplayWidth::ofCharacter).sum();
    if (cluster.indexOf(EMOJI_STYLE) >= 0) {
      return 2;
    }
    return Math.min(sum, 2);
  }

  private static int ofCharacter(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT
        || c == JOINER
        || isInnerJamo(c)) {
      return 0;
    }
    return isWide(c) ? 2 : 1;
  }

  /** Vowels and endings of a Korean syllable that is written in parts. */
  private static boolean isInnerJamo(int c) {
    return c >= 0x1160 && c <= 0x11ff;
  }

  private static boolean isFlagLetter(int c) {
    return c >= 0x1f1e6 && c <= 0x1f1ff;
  }

  private static boolean isWide(int c) {
    return (Character.isEmojiPresentation(c) && !isFlagLetter(c))
        || (c >= 0x1100 && c <= 0x115f)
        || (c >= 0x2e80 && c <= 0xa4cf)
        || (c >= 0xac00 && c <= 0xd7a3)
        || (c >= 0xf900 && c <= 0xfaff)
        || (c >= 0xfe30 && c <= 0xfe6f)
        || (c >= 0xff00 && c <= 0xff60)
        || (c >= 0xffe0 && c <= 0xffe6)
        || (c >= 0x1f300 && c <= 0x1f64f)
        || (c >= 0x1f900 && c <= 0x1faff)
        || (c >= 0x20000 && c <= 0x3fffd);
  }
}
