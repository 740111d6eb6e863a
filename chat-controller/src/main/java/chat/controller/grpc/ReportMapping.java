package chat.controller.grpc;

import chat.controller.coordinator.Report;
import chat.controller.coordinator.Role;
import chat.proto.control.v1.NodeReport;
import chat.view.Address;
import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.Member;
import chat.view.NodeAddresses;
import chat.view.NodeName;
import chat.view.Rev;
import chat.view.StorageId;
import java.util.Optional;

/** A report off the wire as a report that the coordinator understands. */
final class ReportMapping {
  private ReportMapping() {}

  /**
   * @throws IllegalArgumentException where a field holds what no node can mean; the message says so
   */
  static Report report(NodeReport wire) {
    return new Report(
        new Member(new NodeName(wire.getNode()), new StorageId(wire.getStorageId())),
        optional(wire.getClusterId()).map(ClusterId::new),
        role(wire.getRole()),
        new Rev(wire.getViewRev()),
        new Epoch(wire.getPromise()),
        new Epoch(wire.getLastEpoch()),
        wire.getLastIndex(),
        wire.getLostPrimary(),
        wire.getEnding(),
        wire.getEmptyDisk(),
        optional(wire.getHalted()),
        addresses(wire));
  }

  private static Optional<String> optional(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static Optional<NodeAddresses> addresses(NodeReport wire) {
    if (wire.getClientAddress().isEmpty() || wire.getPeerAddress().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new NodeAddresses(
            Address.parse(wire.getClientAddress()), Address.parse(wire.getPeerAddress())));
  }

  private static Role role(chat.proto.control.v1.Role wire) {
    return switch (wire) {
      case ROLE_WAITING -> Role.WAITING;
      case ROLE_LEARNER -> Role.LEARNER;
      case ROLE_BACKUP -> Role.BACKUP;
      case ROLE_RECOVERING -> Role.RECOVERING;
      case ROLE_PRIMARY -> Role.PRIMARY;
      case ROLE_HALTED -> Role.HALTED;
      case ROLE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("a role that this controller doesn't know: " + wire);
    };
  }
}
