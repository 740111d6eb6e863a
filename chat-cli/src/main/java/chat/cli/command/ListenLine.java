package chat.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One message or event: as it is printed, and as a program gets it. An event's id is empty. */
record ListenLine(String id, String printed, ObjectNode json) {
  /** For a sentence about it. */
  String name() {
    return id.isEmpty() ? "an event" : id;
  }
}
