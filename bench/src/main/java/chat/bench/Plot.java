package chat.bench;

import java.util.List;
import java.util.Locale;

/**
 * Acknowledged messages a second as bars: one group a load, one bar a target, the spread on top.
 */
final class Plot {
  private static final int BAR = 28;
  private static final int GAP = 24;
  private static final int HEIGHT = 260;
  private static final int MARGIN = 48;
  private static final List<String> COLOURS = List.of("#1f77b4", "#ff7f0e", "#2ca02c", "#9467bd");

  private Plot() {}

  static String svg(Comparison run) {
    List<String> targets = run.targets();
    List<String> loads = run.loads();
    double most = run.samples().stream().mapToDouble(Sample::perSecond).max().orElse(1);
    int group = targets.size() * BAR + GAP;
    int width = 2 * MARGIN + loads.size() * group;
    StringBuilder svg = new StringBuilder();
    append(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
            + " font-size=\"11\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
        width,
        HEIGHT + 2 * MARGIN);
    for (int t = 0; t < targets.size(); t++) {
      append(
          svg,
          "<text x=\"%d\" y=\"20\" fill=\"%s\">%s, acknowledged a second</text>%n",
          MARGIN + t * 180,
          colour(t),
          targets.get(t));
    }
    for (int l = 0; l < loads.size(); l++) {
      int left = MARGIN + l * group;
      append(svg, "<text x=\"%d\" y=\"%d\">%s</text>%n", left, HEIGHT + MARGIN + 16, loads.get(l));
      for (int t = 0; t < targets.size(); t++) {
        bar(
            svg,
            left + t * BAR,
            most,
            run.spread(targets.get(t), loads.get(l), Sample::perSecond),
            t);
      }
    }
    return svg.append("</svg>\n").toString();
  }

  private static void bar(
      StringBuilder svg, int x, double most, Comparison.Spread spread, int target) {
    double top = y(spread.median(), most);
    append(
        svg,
        "<rect x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"%.1f\" fill=\"%s\"/>%n",
        x,
        top,
        BAR - 4,
        HEIGHT + MARGIN - top,
        colour(target));
    append(
        svg,
        "<line x1=\"%1$d\" x2=\"%1$d\" y1=\"%2$.1f\" y2=\"%3$.1f\" stroke=\"black\"/>%n",
        x + BAR / 2 - 2,
        y(spread.min(), most),
        y(spread.max(), most));
    append(svg, "<text x=\"%d\" y=\"%.1f\">%.0f</text>%n", x - 2, top - 4, spread.median());
  }

  private static double y(double figure, double most) {
    return MARGIN + HEIGHT * (1 - figure / most);
  }

  private static String colour(int target) {
    return COLOURS.get(target % COLOURS.size());
  }

  private static void append(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
