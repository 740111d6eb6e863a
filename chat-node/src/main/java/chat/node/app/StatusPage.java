package chat.node.app;

import chat.node.host.ReplicaLoop;
import chat.node.host.Replication.NodeState;
import chat.view.View;
import java.util.stream.Collectors;

/** The node as a person sees it; read only, one page, nothing to load. */
final class StatusPage {
  private StatusPage() {}

  static String of(Node node) {
    NodeState state = node.loop().state();
    StringBuilder page = new StringBuilder(4096);
    String name = node.config().name().value();
    page.append("<!doctype html><html lang=en><meta charset=utf-8><title>")
        .append(escaped(name))
        .append("</title><style>body{font:15px system-ui;margin:2em;max-width:50em}")
        .append("td,th{padding:.2em 1em .2em 0;text-align:left}</style><h1>")
        .append(escaped(name))
        .append("</h1><table>");
    row(page, "version", Node.VERSION);
    row(page, "role", state.role().name().toLowerCase(java.util.Locale.ROOT));
    row(page, "serving", state.serving() ? "yes" : "no");
    row(page, "primary", state.view().map(v -> v.primary().name().value()).orElse("none known"));
    row(page, "epoch", state.view().map(View::epoch).map(Object::toString).orElse("-"));
    row(page, "rev of the view", state.view().map(View::rev).map(Object::toString).orElse("-"));
    row(
        page,
        "in sync",
        state
            .view()
            .map(
                view ->
                    view.inSync().stream()
                        .map(member -> member.name().value())
                        .collect(Collectors.joining(", ")))
            .orElse("-"));
    row(page, "log end", state.lastEpoch() + "." + state.lastIndex());
    row(page, "committed", Long.toString(state.commitIndex()));
    row(page, "applied", Long.toString(state.appliedIndex()));
    node.health().reason().ifPresent(reason -> row(page, "not ready", reason));
    page.append("</table>");
    followers(page, node.loop(), state);
    links(page, node);
    history(page, node.history());
    return page.append("</html>").toString();
  }

  private static void followers(StringBuilder page, ReplicaLoop loop, NodeState state) {
    if (loop.followers().isEmpty()) {
      return;
    }
    page.append("<h2>Followers</h2><table><tr><th>node<th>has<th>behind<th>required");
    for (ReplicaLoop.Follower follower : loop.followers()) {
      boolean known = follower.matchIndex() >= 0;
      page.append("<tr><td>")
          .append(escaped(follower.name().value()))
          .append("<td>")
          .append(known ? Long.toString(follower.matchIndex()) : "?")
          .append("<td>")
          .append(
              known ? Long.toString(Math.max(0, state.lastIndex() - follower.matchIndex())) : "?")
          .append("<td>")
          .append(follower.required() ? "yes" : "no");
    }
    page.append("</table>");
  }

  private static void links(StringBuilder page, Node node) {
    page.append("<h2>Links</h2><table>");
    node.links().up().forEach((peer, up) -> row(page, peer.value(), up ? "up" : "down"));
    page.append("</table>");
  }

  private static void history(StringBuilder page, RoleHistory history) {
    page.append("<h2>Recent changes</h2><table><tr><th>since<th>role<th>epoch<th>primary");
    for (RoleHistory.Change change : history.changes()) {
      page.append("<tr><td>")
          .append(change.since())
          .append("<td>")
          .append(change.role())
          .append("<td>")
          .append(change.epoch())
          .append("<td>")
          .append(escaped(change.primary()));
    }
    page.append("</table>");
  }

  private static void row(StringBuilder page, String name, String value) {
    page.append("<tr><th>").append(escaped(name)).append("<td>").append(escaped(value));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
