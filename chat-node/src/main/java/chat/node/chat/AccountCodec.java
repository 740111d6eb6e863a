package chat.node.chat;

import chat.node.chat.AccountCommand.OpenSession;
import chat.node.chat.AccountCommand.Register;
import chat.node.chat.AccountCommand.RenewSession;
import chat.node.chat.Command.Stamp;
import java.util.HexFormat;

/**
 * The fields of account commands. Their tags are 1 to 3 and 40 to 59:
 *
 * <pre>
 * 1 Register      password hash: text16
 * 2 OpenSession   token 32 | client: text16 | expires 8
 * 3 RenewSession  token 32 | expires 8
 * </pre>
 */
final class AccountCodec {
  private static final int REGISTER = 1;
  private static final int OPEN_SESSION = 2;
  private static final int RENEW_SESSION = 3;

  private AccountCodec() {}

  static int tag(AccountCommand command) {
    return switch (command) {
      case Register _ -> REGISTER;
      case OpenSession _ -> OPEN_SESSION;
      case RenewSession _ -> RENEW_SESSION;
    };
  }

  static void write(AccountCommand command, CommandWriter out) {
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
    }
  }

  static AccountCommand read(int tag, Stamp stamp, AccountName scope, CommandParser in) {
    return switch (tag) {
      case REGISTER -> new Register(stamp, scope, in.text16("password hash"));
      case OPEN_SESSION ->
          new OpenSession(stamp, scope, token(in), in.text16("client"), in.i64("expiry"));
      case RENEW_SESSION -> new RenewSession(stamp, scope, token(in), in.i64("expiry"));
      default -> throw in.corrupt("unknown tag " + tag);
    };
  }

  private static TokenHash token(CommandParser in) {
    return new TokenHash(HexFormat.of().formatHex(in.raw("token", TokenHash.BYTES)));
  }
}
