package chat.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The samples of a run, read as figures: medians, and ratios of samples of the same round. */
record Comparison(List<Sample> samples) {
  Comparison {
    samples = List.copyOf(samples);
  }

  List<String> targets() {
    return samples.stream().map(Sample::target).distinct().toList();
  }

  List<String> loads() {
    return samples.stream().map(Sample::load).distinct().toList();
  }

  /** Lowest, middle and highest of some figures. */
  record Spread(double min, double median, double max) {
    static Spread of(List<Double> figures) {
      List<Double> sorted = figures.stream().sorted().toList();
      return new Spread(sorted.getFirst(), sorted.get(sorted.size() / 2), sorted.getLast());
    }
  }

  Spread spread(String target, String load, ToDoubleFunction<Sample> figure) {
    return Spread.of(
        of(target, load).stream().map(sample -> figure.applyAsDouble(sample)).toList());
  }

  /** The first target's figure over the other's, round by round. */
  Spread ratio(String first, String other, String load, ToDoubleFunction<Sample> figure) {
    List<Sample> ours = of(first, load);
    List<Sample> theirs = of(other, load);
    return Spread.of(
        IntStream.range(0, ours.size())
            .mapToObj(i -> figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(theirs.get(i)))
            .toList());
  }

  private List<Sample> of(String target, String load) {
    return samples.stream()
        .filter(sample -> sample.target().equals(target) && sample.load().equals(load))
        .toList();
  }

  /** One line a target and load, then the ratios of the first target to each other one. */
  String table() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%-14s %-8s %9s %8s %8s %10s %10s %8s %7s"
            .formatted(
                "load",
                "target",
                "acked/s",
                "p50 ms",
                "p99 ms",
                "CPU s/1000",
                "KiB/msg",
                "RSS MiB",
                "failed"));
    for (String load : loads()) {
      for (String target : targets()) {
        lines.add(line(load, target));
      }
    }
    List<String> all = targets();
    for (String other : all.subList(1, all.size())) {
      lines.add("");
      lines.add(all.getFirst() + " / " + other + ": median (lowest to highest of the rounds)");
      for (String load : loads()) {
        lines.add(
            "%-14s acked/s %s · p99 %s · CPU %s · written %s"
                .formatted(
                    load,
                    text(ratio(all.getFirst(), other, load, Sample::perSecond)),
                    text(ratio(all.getFirst(), other, load, Sample::p99Millis)),
                    text(ratio(all.getFirst(), other, load, Sample::cpuSecondsPer1000)),
                    text(ratio(all.getFirst(), other, load, Sample::writtenKibPerMessage))));
      }
    }
    return String.join("\n", lines);
  }

  private String line(String load, String target) {
    return "%-14s %-8s %9.0f %8.2f %8.2f %10.3f %10.1f %8.0f %7d"
        .formatted(
            load,
            target,
            spread(target, load, Sample::perSecond).median(),
            spread(target, load, Sample::p50Millis).median(),
            spread(target, load, Sample::p99Millis).median(),
            spread(target, load, Sample::cpuSecondsPer1000).median(),
            spread(target, load, Sample::writtenKibPerMessage).median(),
            spread(target, load, Sample::residentMib).median(),
            of(target, load).stream().mapToLong(Sample::failures).sum());
  }

  private static String text(Spread spread) {
    return String.format(
        Locale.ROOT, "%.2f (%.2f to %.2f)", spread.median(), spread.min(), spread.max());
  }
}
