package chat.node.chat;

import static chat.node.chat.Effect.kept;
import static chat.node.chat.Effect.notKept;
import static chat.node.chat.Effect.refused;
import static chat.node.chat.Effect.unknownUser;

import chat.node.chat.MessageCommand.Delete;
import chat.node.chat.MessageCommand.Mark;
import chat.node.chat.MessageCommand.Send;
import chat.node.chat.Result.Outcome;
import java.util.List;
import java.util.Optional;

/** What the commands of messages and marks do. */
final class MessageRules {
  private final MailboxLimits mailbox;

  MessageRules(MailboxLimits mailbox) {
    this.mailbox = mailbox;
  }

  Effect apply(ChatState state, long position, MessageCommand command) {
    return switch (command) {
      case Send send -> send(state, position, send);
      case Mark mark -> mark(state, position, mark);
      case Delete delete -> delete(state, position, delete);
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
    PairId conversation = ConversationId.of(command.scope(), command.to());
    Optional<Effect> full =
        state.rules() >= Rules.SETTLED_REFUSALS
            ? full(messages, conversation, command.scope(), command.to())
            : fullMailbox(messages, command.to());
    if (full.isPresent()) {
      return full.get();
    }
    long seq = messages.lastSeq(conversation) + 1;
    messages.append(
        new MessageState.NewMessage(
            conversation,
            command.scope(),
            seq,
            command.text(),
            command.stamp().timeMillis(),
            position));
    return kept(new MessageOutcome.Sent(conversation, seq));
  }

  private Optional<Effect> fullMailbox(MessageState messages, AccountName to) {
    return messages.unread(to) < mailbox.perMailbox()
        ? Optional.empty()
        : Optional.of(
            refused(
                Refusal.Reason.MAILBOX_FULL,
                to + " has " + mailbox.perMailbox() + " unread messages and can take no more"));
  }

  /** One sender fills their own conversation only; all together leave a place for each. */
  private Optional<Effect> full(
      MessageState messages, PairId conversation, AccountName from, AccountName to) {
    long waiting = messages.unread(conversation, to);
    boolean full =
        waiting >= mailbox.perConversation()
            || (waiting >= mailbox.assured() && messages.unread(to) >= mailbox.inAll());
    return full
        ? Optional.of(
            refused(
                Refusal.Reason.MAILBOX_FULL,
                "%s has %d unread messages from %s and can take no more of them"
                    .formatted(to, waiting, from)))
        : Optional.empty();
  }

  /** Why nothing goes from one to the other, if so. */
  static Optional<Effect> closed(AccountState accounts, AccountName from, AccountName to) {
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
    ConversationId conversation = command.conversation();
    if (firstSeq(state, conversation, command.scope()).isEmpty()) {
      return unknownConversation(command.scope(), conversation);
    }
    MessageState messages = state.messages();
    long last = messages.lastSeq(conversation);
    if (command.deliveredSeq() > last || command.readSeq() > last) {
      return refused(
          Refusal.Reason.SEQ_BEYOND_END, "the last message of " + conversation + " is " + last);
    }
    MessageState.Marks before = messages.marks(conversation, command.scope());
    MessageState.Marks after =
        before.raised(command.deliveredSeq(), command.readSeq(), command.hideRead());
    Outcome outcome = new MessageOutcome.Marked(after.deliveredSeq(), after.readSeq());
    if (after.equals(before)) {
      return notKept(outcome);
    }
    messages.putMarks(conversation, command.scope(), after, position);
    if (conversation instanceof GroupId group && after.readSeq() > before.readSeq()) {
      GroupRules.accept(state, group, command.scope());
    }
    return kept(outcome);
  }

  private static Effect delete(ChatState state, long position, Delete command) {
    ConversationId conversation = command.conversation();
    Optional<Long> first = firstSeq(state, conversation, command.scope());
    if (first.isEmpty()) {
      return unknownConversation(command.scope(), conversation);
    }
    MessageState messages = state.messages();
    long last = messages.lastSeq(conversation);
    for (long seq : command.seqs()) {
      if (seq < first.get() || seq > last) {
        return refused(
            Refusal.Reason.MESSAGE_NOT_FOUND,
            command.scope() + " sees no message " + conversation + "/" + seq);
      }
      if (command.forEveryone() && !mayDelete(state, conversation, seq, command.scope())) {
        return refused(
            Refusal.Reason.NOT_SENDER,
            conversation + "/" + seq + " is another's: it can be deleted for yourself only");
      }
    }
    List<Long> there =
        command.seqs().stream()
            .filter(seq -> messages.isVisible(conversation, seq, command.scope()))
            .toList();
    Outcome outcome = new MessageOutcome.Deleted(there.size());
    if (there.isEmpty()) {
      return notKept(outcome);
    }
    messages.delete(
        new MessageState.Deletion(
            conversation,
            command.scope(),
            there,
            command.forEveryone(),
            command.stamp().timeMillis(),
            position));
    return kept(outcome);
  }

  private static boolean mayDelete(
      ChatState state, ConversationId conversation, long seq, AccountName by) {
    if (state.messages().sender(conversation, seq).equals(by)) {
      return true;
    }
    return switch (conversation) {
      case PairId _ -> false;
      case GroupId group -> state.groups().member(group, by).orElseThrow().owner();
    };
  }

  /** The first seq that the account may see in a conversation; nothing where it has none. */
  private static Optional<Long> firstSeq(
      ChatState state, ConversationId conversation, AccountName name) {
    return switch (conversation) {
      case PairId pair ->
          pair.has(name) && state.messages().lastSeq(pair) > 0 ? Optional.of(1L) : Optional.empty();
      case GroupId group -> state.groups().member(group, name).map(GroupState.Member::joinedSeq);
    };
  }

  private static Effect unknownConversation(AccountName name, ConversationId conversation) {
    return refused(
        Refusal.Reason.CONVERSATION_NOT_FOUND, name + " has no conversation " + conversation);
  }
}
