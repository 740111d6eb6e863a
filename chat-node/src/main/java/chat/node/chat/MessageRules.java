package chat.node.chat;

import static chat.node.chat.Effect.kept;
import static chat.node.chat.Effect.notKept;
import static chat.node.chat.Effect.refused;
import static chat.node.chat.Effect.unknownUser;

import chat.node.chat.MessageCommand.Mark;
import chat.node.chat.MessageCommand.Send;
import chat.node.chat.Result.Outcome;
import java.util.Optional;

/** What the commands of messages and marks do. */
final class MessageRules {
  private final long unreadPerMailbox;

  MessageRules(long unreadPerMailbox) {
    this.unreadPerMailbox = unreadPerMailbox;
  }

  Effect apply(ChatState state, long position, MessageCommand command) {
    return switch (command) {
      case Send send -> send(state, position, send);
      case Mark mark -> mark(state, position, mark);
    };
  }

  private Effect send(ChatState state, long position, Send command) {
    if (!state.accounts().hasAccount(command.to())) {
      return unknownUser(command.to());
    }
    Optional<Effect> closed = closed(state.accounts(), command.scope(), command.to());
    if (closed.isPresent()) {
      return closed.get();
    }
    MessageState messages = state.messages();
    if (messages.unread(command.to()) >= unreadPerMailbox) {
      return refused(
          Refusal.Reason.MAILBOX_FULL,
          command.to() + " has " + unreadPerMailbox + " unread messages and can take no more");
    }
    ConversationId conversation = ConversationId.of(command.scope(), command.to());
    long seq = messages.lastSeq(conversation) + 1;
    messages.append(
        new MessageState.NewMessage(
            command.scope(),
            command.to(),
            seq,
            command.text(),
            command.stamp().timeMillis(),
            position));
    return kept(new MessageOutcome.Sent(conversation, seq));
  }

  /** Why nothing goes from one to the other, if so. */
  private static Optional<Effect> closed(AccountState accounts, AccountName from, AccountName to) {
    if (accounts.isDeleted(to)) {
      return Optional.of(refused(Refusal.Reason.USER_DELETED, to + " has deleted their account"));
    }
    if (accounts.blocks(to, from)) {
      return Optional.of(refused(Refusal.Reason.BLOCKED, to + " takes no messages from " + from));
    }
    if (accounts.blocks(from, to)) {
      return Optional.of(
          refused(Refusal.Reason.BLOCKED, from + " blocks " + to + ": unblock them first"));
    }
    return Optional.empty();
  }

  private static Effect mark(ChatState state, long position, Mark command) {
    MessageState messages = state.messages();
    ConversationId conversation = command.conversation();
    long last = conversation.has(command.scope()) ? messages.lastSeq(conversation) : 0;
    if (last == 0) {
      return refused(
          Refusal.Reason.CONVERSATION_NOT_FOUND,
          command.scope() + " has no conversation " + conversation);
    }
    if (command.deliveredSeq() > last || command.readSeq() > last) {
      return refused(
          Refusal.Reason.SEQ_BEYOND_END, "the last message of " + conversation + " is " + last);
    }
    MessageState.Marks before = messages.marks(conversation, command.scope());
    MessageState.Marks after = before.raised(command.deliveredSeq(), command.readSeq());
    Outcome outcome = new MessageOutcome.Marked(after.deliveredSeq(), after.readSeq());
    if (after.equals(before)) {
      return notKept(outcome);
    }
    messages.putMarks(conversation, command.scope(), after, position);
    return kept(outcome);
  }
}
