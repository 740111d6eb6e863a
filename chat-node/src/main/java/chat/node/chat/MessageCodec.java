package chat.node.chat;

import chat.node.chat.Command.Stamp;
import chat.node.chat.MessageCommand.Delete;
import chat.node.chat.MessageCommand.Mark;
import chat.node.chat.MessageCommand.Send;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The fields of message commands. Their tags are 4, 5 and 20 to 29:
 *
 * <pre>
 *  4 Send                 to: name | text: text32
 *  5 Mark                 pair | delivered 8 | read 8
 * 20 Mark, read is hidden pair | delivered 8 | read 8
 * 21 Mark in a group      group 8 | hides u8 | delivered 8 | read 8
 * 22 Delete               pair | everyone u8 | count u8 | seqs 8
 * 23 Delete in a group    group 8 | everyone u8 | count u8 | seqs 8
 * pair = lower: name | higher: name
 * </pre>
 */
final class MessageCodec {
  private static final int SEND = 4;
  private static final int MARK = 5;
  private static final int MARK_HIDDEN = 20;
  private static final int MARK_IN_GROUP = 21;
  private static final int DELETE = 22;
  private static final int DELETE_IN_GROUP = 23;
  static final Set<Integer> TAGS =
      Set.of(SEND, MARK, MARK_HIDDEN, MARK_IN_GROUP, DELETE, DELETE_IN_GROUP);

  private MessageCodec() {}

  static int tag(MessageCommand command) {
    return switch (command) {
      case Send _ -> SEND;
      case Mark mark ->
          switch (mark.conversation()) {
            case PairId _ -> mark.hideRead() ? MARK_HIDDEN : MARK;
            case GroupId _ -> MARK_IN_GROUP;
          };
      case Delete delete ->
          switch (delete.conversation()) {
            case PairId _ -> DELETE;
            case GroupId _ -> DELETE_IN_GROUP;
          };
    };
  }

  static void write(MessageCommand command, CommandWriter out) {
    switch (command) {
      case Send send -> {
        out.name(send.to());
        out.text32(send.text());
      }
      case Mark mark -> {
        conversation(mark.conversation(), out);
        if (mark.conversation() instanceof GroupId) {
          out.bool(mark.hideRead());
        }
        out.i64(mark.deliveredSeq());
        out.i64(mark.readSeq());
      }
      case Delete delete -> {
        conversation(delete.conversation(), out);
        out.bool(delete.forEveryone());
        out.u8(delete.seqs().size());
        delete.seqs().forEach(out::i64);
      }
    }
  }

  static MessageCommand read(int tag, Stamp stamp, AccountName scope, CommandParser in) {
    return switch (tag) {
      case SEND -> new Send(stamp, scope, in.name("recipient"), in.text32("text"));
      case MARK -> mark(stamp, scope, pair(in), false, in);
      case MARK_HIDDEN -> mark(stamp, scope, pair(in), true, in);
      case MARK_IN_GROUP -> mark(stamp, scope, GroupCodec.group(in), in.bool("hides"), in);
      case DELETE -> delete(stamp, scope, pair(in), in);
      case DELETE_IN_GROUP -> delete(stamp, scope, GroupCodec.group(in), in);
      default -> throw in.corrupt("unknown tag " + tag);
    };
  }

  private static Mark mark(
      Stamp stamp,
      AccountName scope,
      ConversationId conversation,
      boolean hides,
      CommandParser in) {
    return new Mark(stamp, scope, conversation, in.i64("delivered"), in.i64("read"), hides);
  }

  private static Delete delete(
      Stamp stamp, AccountName scope, ConversationId conversation, CommandParser in) {
    boolean everyone = in.bool("everyone");
    return new Delete(stamp, scope, conversation, seqs(in), everyone);
  }

  private static void conversation(ConversationId conversation, CommandWriter out) {
    switch (conversation) {
      case PairId(AccountName lower, AccountName higher) -> {
        out.name(lower);
        out.name(higher);
      }
      case GroupId(long number) -> out.i64(number);
    }
  }

  private static List<Long> seqs(CommandParser in) {
    int count = in.u8("number of seqs");
    List<Long> seqs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      seqs.add(in.i64("seq"));
    }
    return seqs;
  }

  private static PairId pair(CommandParser in) {
    AccountName lower = in.name("lower name");
    AccountName higher = in.name("higher name");
    if (lower.compareTo(higher) > 0) {
      throw in.corrupt("names out of order: " + lower + ", " + higher);
    }
    return new PairId(lower, higher);
  }
}
