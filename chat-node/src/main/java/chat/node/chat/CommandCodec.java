package chat.node.chat;

import chat.node.chat.Command.Mark;
import chat.node.chat.Command.OpenSession;
import chat.node.chat.Command.Register;
import chat.node.chat.Command.RenewSession;
import chat.node.chat.Command.Send;
import chat.node.chat.Command.Stamp;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Commands as bytes, as they stand in every replica's log, for as long as the log does. Big endian,
 * fixed widths, so that a command has one encoding only:
 *
 * <pre>
 * version u8 = 1 | tag u8 | request id 16 | fingerprint 8 | time 8 | scope: name | fields by tag
 * 1 Register      password hash: text16
 * 2 OpenSession   token 32 | client: text16 | expires 8
 * 3 RenewSession  token 32 | expires 8
 * 4 Send          to: name | text: text32
 * 5 Mark          lower: name | higher: name | delivered 8 | read 8
 * name = length u8 + ASCII;  textN = length uN + UTF-8
 * </pre>
 *
 * A change of this format is a new version byte; version 1 is read for ever.
 */
public final class CommandCodec {
  private static final int VERSION = 1;
  private static final int REGISTER = 1;
  private static final int OPEN_SESSION = 2;
  private static final int RENEW_SESSION = 3;
  private static final int SEND = 4;
  private static final int MARK = 5;

  private CommandCodec() {}

  /**
   * The command's bytes.
   *
   * @throws IllegalArgumentException for a text that UTF-8 can't carry, or a field beyond its width
   */
  public static byte[] encode(Command command) {
    CommandWriter out = new CommandWriter();
    out.u8(VERSION);
    out.u8(tag(command));
    out.i64(command.stamp().requestId().value().getMostSignificantBits());
    out.i64(command.stamp().requestId().value().getLeastSignificantBits());
    out.i64(command.stamp().fingerprint().value());
    out.i64(command.stamp().timeMillis());
    out.name(command.scope());
    switch (command) {
      case Register register -> out.text16(register.passwordHash());
      case OpenSession open -> {
        out.raw(HexFormat.of().parseHex(open.token().hex()));
        out.text16(open.client());
        out.i64(open.expiresMillis());
      }
      case RenewSession renew -> {
        out.raw(HexFormat.of().parseHex(renew.token().hex()));
        out.i64(renew.expiresMillis());
      }
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
    Command command =
        switch (tag) {
          case REGISTER -> new Register(stamp, scope, in.text16("password hash"));
          case OPEN_SESSION ->
              new OpenSession(stamp, scope, token(in), in.text16("client"), in.i64("expiry"));
          case RENEW_SESSION -> new RenewSession(stamp, scope, token(in), in.i64("expiry"));
          case SEND -> new Send(stamp, scope, in.name("recipient"), in.text32("text"));
          case MARK ->
              new Mark(stamp, scope, conversation(in), in.i64("delivered"), in.i64("read"));
          default -> throw in.corrupt("unknown tag " + tag);
        };
    in.end();
    return command;
  }

  private static int tag(Command command) {
    return switch (command) {
      case Register _ -> REGISTER;
      case OpenSession _ -> OPEN_SESSION;
      case RenewSession _ -> RENEW_SESSION;
      case Send _ -> SEND;
      case Mark _ -> MARK;
    };
  }

  private static TokenHash token(CommandParser in) {
    return new TokenHash(HexFormat.of().formatHex(in.raw("token", TokenHash.BYTES)));
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
