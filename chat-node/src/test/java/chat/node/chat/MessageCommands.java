package chat.node.chat;

import chat.node.chat.Command.Stamp;
import chat.node.chat.MessageCommand.Delete;
import chat.node.chat.MessageCommand.Mark;
import chat.node.chat.MessageCommand.Send;

/** Message commands under another stamp. */
final class MessageCommands {
  private MessageCommands() {}

  static MessageCommand with(Stamp stamp, MessageCommand command) {
    return switch (command) {
      case Send c -> new Send(stamp, c.scope(), c.to(), c.text());
      case Mark c ->
          new Mark(stamp, c.scope(), c.conversation(), c.deliveredSeq(), c.readSeq(), c.hideRead());
      case Delete c -> new Delete(stamp, c.scope(), c.conversation(), c.seqs(), c.forEveryone());
    };
  }
}
