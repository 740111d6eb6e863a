package chat.node.chat;

import chat.node.chat.Command.Stamp;
import java.util.UUID;

/**
 * Commands as bytes, as they stand in every replica's log, for as long as the log does. Big endian,
 * fixed widths, so that a command has one encoding only:
 *
 * <pre>
 * version u8 = 1 | tag u8 | request id 16 | fingerprint 8 | time 8 | scope: name | fields by tag
 * name = length u8 + ASCII;  textN = length uN + UTF-8
 * </pre>
 *
 * The tags and their fields: {@link AccountCodec} (1-3, 40-49), {@link MessageCodec} (4, 5, 20-29),
 * {@link GroupCodec} (30-39), {@link ClusterCodec} (50-59). A change of this format is a new
 * version byte; version 1 is read for ever.
 */
public final class CommandCodec {
  private static final int VERSION = 1;

  private CommandCodec() {}

  /**
   * The command's bytes.
   *
   * @throws IllegalArgumentException for a text that UTF-8 can't carry, or a field beyond its width
   */
  public static byte[] encode(Command command) {
    CommandWriter out = new CommandWriter();
    out.u8(VERSION);
    out.u8(
        switch (command) {
          case AccountCommand account -> AccountCodec.tag(account);
          case ClusterCommand cluster -> ClusterCodec.tag(cluster);
          case MessageCommand message -> MessageCodec.tag(message);
          case GroupCommand group -> GroupCodec.tag(group);
        });
    out.i64(command.stamp().requestId().value().getMostSignificantBits());
    out.i64(command.stamp().requestId().value().getLeastSignificantBits());
    out.i64(command.stamp().fingerprint().value());
    out.i64(command.stamp().timeMillis());
    out.name(command.scope());
    switch (command) {
      case AccountCommand account -> AccountCodec.write(account, out);
      case ClusterCommand cluster -> ClusterCodec.write(cluster, out);
      case MessageCommand message -> MessageCodec.write(message, out);
      case GroupCommand group -> GroupCodec.write(group, out);
    }
    return out.toBytes();
  }

  /**
   * The command that these bytes are: all of them, and nothing else.
   *
   * @throws CorruptCommandException for anything that {@link #encode} wouldn't have written
   */
  public static Command decode(byte[] bytes) {
    CommandParser in = new CommandParser(bytes);
    int version = in.u8("version");
    if (version != VERSION) {
      throw in.corrupt("unknown version " + version);
    }
    int tag = in.u8("tag");
    RequestId requestId = new RequestId(new UUID(in.i64("request id"), in.i64("request id")));
    Stamp stamp = new Stamp(requestId, new Fingerprint(in.i64("fingerprint")), in.i64("time"));
    AccountName scope = in.name("scope");
    Command command = fields(tag, stamp, scope, in);
    in.end();
    return command;
  }

  private static Command fields(int tag, Stamp stamp, AccountName scope, CommandParser in) {
    if (MessageCodec.TAGS.contains(tag)) {
      return MessageCodec.read(tag, stamp, scope, in);
    }
    if (GroupCodec.TAGS.contains(tag)) {
      return GroupCodec.read(tag, stamp, scope, in);
    }
    return AccountCodec.TAGS.contains(tag)
        ? AccountCodec.read(tag, stamp, scope, in)
        : ClusterCodec.read(tag, stamp, scope, in);
  }
}
