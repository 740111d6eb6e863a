package chat.cli.command;

import chat.cli.client.ClusterState;
import chat.cli.output.Json;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The cluster's state for scripts; fields may be added. */
final class StatusJson {
  private StatusJson() {}

  static ObjectNode of(ClusterState state) {
    ObjectNode json =
        Json.object()
            .put("clusterId", state.clusterId())
            .put("rev", state.rev())
            .put("epoch", state.epoch())
            .put("primary", state.primary());
    ArrayNode inSync = json.putArray("inSync");
    state.inSync().forEach(inSync::add);
    json.put("serving", state.serving())
        .put("waitingFor", state.waitingFor())
        .put("answeredBy", state.answeredBy());
    ArrayNode nodes = json.putArray("nodes");
    for (ClusterState.Node n : state.nodes()) {
      nodes
          .addObject()
          .put("name", n.name())
          .put("role", n.role())
          .put("clientAddress", n.clientAddress())
          .put("appliedIndex", n.appliedIndex())
          .put("logIndex", n.logIndex())
          .put("lag", n.lag())
          .put("stateHash", n.stateHash())
          .put("hashIndex", n.hashIndex())
          .put("version", n.version());
    }
    return json;
  }
}
