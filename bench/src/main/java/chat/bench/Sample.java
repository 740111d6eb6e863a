package chat.bench;

/**
 * What one load of one round did to one target.
 *
 * @param cpuSecondsPer1000 of all replicas' processes together
 * @param writtenKibPerMessage of all replicas' processes together, as the kernel counts it
 * @param residentMib of all replicas' processes together, at the end
 */
record Sample(
    String target,
    String load,
    int round,
    double perSecond,
    double p50Millis,
    double p99Millis,
    double maxMillis,
    double cpuSecondsPer1000,
    double writtenKibPerMessage,
    long residentMib,
    long failures,
    String lastFailure) {

  static Sample of(Target target, Load load, int round, long millis) {
    Cost before = Cost.of(target.pids());
    LoadRun.Outcome outcome = new LoadRun(target).run(load, millis);
    Cost after = Cost.of(target.pids());
    double acknowledged = Math.max(1, outcome.latencies().getTotalCount());
    return new Sample(
        target.name(),
        load.label(),
        round,
        outcome.perSecond(),
        outcome.latencies().getValueAtPercentile(50) / 1e3,
        outcome.latencies().getValueAtPercentile(99) / 1e3,
        outcome.latencies().getMaxValue() / 1e3,
        (after.cpuSeconds() - before.cpuSeconds()) * 1_000 / acknowledged,
        (after.writtenKib() - before.writtenKib()) / acknowledged,
        after.residentKib() / 1024,
        outcome.failures(),
        outcome.lastFailure());
  }
}
