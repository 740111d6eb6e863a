package chat.cli.command;

import chat.cli.client.ChatFailure;
import chat.cli.client.ClusterState;
import chat.cli.client.RollCall;
import chat.cli.client.RollCall.Heard;
import chat.cli.client.RollCall.Silent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the nodes' answers, and their silence, mean. */
final class NodeChecks {
  private static final String NODES = "nodes";

  private NodeChecks() {}

  /** What to do at this kind of cluster where no controller watches, and where no node answers. */
  record Advice(String startController, String startNodes) {}

  static List<Finding> findings(List<RollCall.Answer> answers, String ownVersion, Advice advice) {
    List<Finding> findings = new ArrayList<>(each(answers, advice));
    List<Heard> heard =
        answers.stream().filter(Heard.class::isInstance).map(Heard.class::cast).toList();
    TreeSet<Long> epochs =
        heard.stream().map(h -> h.state().epoch()).collect(Collectors.toCollection(TreeSet::new));
    if (epochs.size() > 1) {
      findings.add(
          Finding.warn(
              "epochs", "nodes know different epochs: " + epochs, "ask again in a moment"));
    }
    heard.stream()
        .map(Heard::state)
        .max(Comparator.comparing(ClusterState::rev).thenComparing(ClusterState::serving))
        .ifPresent(
            newest -> {
              findings.add(cluster(newest));
              findings.addAll(VersionChecks.findings(ownVersion, newest, advice.startController()));
            });
    findings.addAll(
        ClockChecks.findings(heard.stream().flatMap(h -> h.clocks().stream()).toList()));
    return findings;
  }

  /** A reason that is the same for all of them is told once. */
  private static List<Finding> each(List<RollCall.Answer> answers, Advice advice) {
    List<Silent> silent =
        answers.stream().filter(Silent.class::isInstance).map(Silent.class::cast).toList();
    if (!silent.isEmpty()
        && silent.size() == answers.size()
        && silent.stream().map(s -> s.failure().getMessage()).distinct().count() == 1) {
      ChatFailure failure = silent.getFirst().failure();
      String names =
          silent.stream().map(s -> s.endpoint().name()).collect(Collectors.joining(", "));
      String next =
          failure.kind() == ChatFailure.Kind.UNAVAILABLE ? advice.startNodes() : next(failure);
      return List.of(Finding.fail(NODES, names + ": " + failure.getMessage(), next));
    }
    return answers.stream().map(NodeChecks::one).toList();
  }

  private static Finding one(RollCall.Answer answer) {
    return switch (answer) {
      case Heard(var endpoint, var state, _, var millis) ->
          Finding.ok(
              NODES, "%s answers in %d ms as %s".formatted(endpoint, millis, state.answeredBy()));
      case Silent(var endpoint, var failure) ->
          Finding.fail(NODES, endpoint + ": " + failure.getMessage(), next(failure));
    };
  }

  /** That the doctor looks for the cause, as it says where no node answers, is no advice of his. */
  private static String next(ChatFailure failure) {
    return failure.kind() == ChatFailure.Kind.UNAVAILABLE ? "" : failure.next();
  }

  private static Finding cluster(ClusterState state) {
    if (!state.serving()) {
      return Finding.fail("cluster", "not serving: " + state.waitingFor(), "");
    }
    String inSync =
        "%d of %d nodes are in sync".formatted(state.inSync().size(), state.nodes().size());
    return state.inSync().size() < state.nodes().size()
        ? Finding.warn("cluster", inSync, "another loss is nearer than it should be")
        : Finding.ok("cluster", inSync);
  }
}
