package chat.cli.client;

/** A piece of an account's export. */
public sealed interface ExportPart {
  /** First; {@code messages}: how many will follow in all. */
  record Account(String name, long createdMillis, long conversations, long messages)
      implements ExportPart {}

  record OpenedSession(AccountCalls.OpenSession session) implements ExportPart {}

  record BlockedUser(AccountCalls.Blocked blocked) implements ExportPart {}

  /** Its messages follow it. The marks are the account's own. */
  record Conversation(String name, long lastSeq, long deliveredSeq, long readSeq)
      implements ExportPart {}

  record Text(ChatMessage message) implements ExportPart {}

  /** Something that a newer server tells; it is passed over. */
  record Unknown() implements ExportPart {}

  /** Last. */
  record End(long messages, long position) implements ExportPart {}
}
