package chat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final String LOAD = "1 in flight";

  @Test
  void a_ratio_compares_samples_of_the_same_round() {
    Comparison run = run(new double[] {100, 300, 200}, new double[] {100, 100, 400});

    Comparison.Spread ratio = run.ratio("ours", "theirs", LOAD, Sample::perSecond);

    assertThat(ratio).isEqualTo(new Comparison.Spread(0.5, 1.0, 3.0));
  }

  @Test
  void the_table_names_failures_of_all_rounds_together() {
    Comparison run = run(new double[] {1, 2}, new double[] {3, 4});

    assertThat(run.table().lines().filter(line -> line.startsWith("1 in flight    ours")))
        .singleElement()
        .asString()
        .endsWith(" 2");
  }

  @Test
  void the_plot_has_a_bar_for_each_target() {
    String svg = Plot.svg(run(new double[] {100}, new double[] {50}));

    assertThat(svg).contains(">100</text>", ">50</text>");
  }

  private static Comparison run(double[] ours, double[] theirs) {
    List<Sample> samples = new ArrayList<>();
    for (int round = 0; round < ours.length; round++) {
      samples.add(sample("ours", round + 1, ours[round]));
      samples.add(sample("theirs", round + 1, theirs[round]));
    }
    return new Comparison(samples);
  }

  private static Sample sample(String target, int round, double perSecond) {
    return new Sample(target, LOAD, round, perSecond, 1, 1, 1, 1, 1, 1, 1, "");
  }
}
