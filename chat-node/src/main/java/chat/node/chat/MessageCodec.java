package chat.node.chat;

import chat.node.chat.Command.Stamp;
import chat.node.chat.MessageCommand.Mark;
import chat.node.chat.MessageCommand.Send;
import java.util.Set;

/**
 * The fields of message commands. Their tags are 4, 5 and 20 to 39:
 *
 * <pre>
 * 4 Send  to: name | text: text32
 * 5 Mark  lower: name | higher: name | delivered 8 | read 8
 * </pre>
 */
final class MessageCodec {
  private static final int SEND = 4;
  private static final int MARK = 5;
  static final Set<Integer> TAGS = Set.of(SEND, MARK);

  private MessageCodec() {}

  static int tag(MessageCommand command) {
    return switch (command) {
      case Send _ -> SEND;
      case Mark _ -> MARK;
    };
  }

  static void write(MessageCommand command, CommandWriter out) {
    switch (command) {
      case Send send -> {
        out.name(send.to());
        out.text32(send.text());
      }
      case Mark mark -> {
        out.name(mark.conversation().lower());
        out.name(mark.conversation().higher());
        out.i64(mark.deliveredSeq());
        out.i64(mark.readSeq());
      }
    }
  }

  static MessageCommand read(int tag, Stamp stamp, AccountName scope, CommandParser in) {
    return switch (tag) {
      case SEND -> new Send(stamp, scope, in.name("recipient"), in.text32("text"));
      case MARK -> new Mark(stamp, scope, conversation(in), in.i64("delivered"), in.i64("read"));
      default -> throw in.corrupt("unknown tag " + tag);
    };
  }

  private static ConversationId conversation(CommandParser in) {
    AccountName lower = in.name("lower name");
    AccountName higher = in.name("higher name");
    if (lower.compareTo(higher) > 0) {
      throw in.corrupt("names out of order: " + lower + ", " + higher);
    }
    return new ConversationId(lower, higher);
  }
}
