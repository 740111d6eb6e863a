package chat.cli.command;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What somebody may have meant by a word that isn't known. Pure. */
final class Suggestions {
  /** More are no help. */
  private static final int MOST = 3;

  private Suggestions() {}

  /** Known words that differ by a slip or two of the fingers, or begin like it; nearest first. */
  static List<String> of(String word, Collection<String> known) {
    int slips = Math.clamp(word.length() / 3, 1, 2);
    return known.stream()
        .filter(k -> distance(word, k) <= slips || word.length() > 1 && k.startsWith(word))
        .sorted(Comparator.comparingInt((String k) -> distance(word, k)))
        .limit(MOST)
        .toList();
  }

  /** Characters to put in, take out, change, or swap with their neighbour. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
