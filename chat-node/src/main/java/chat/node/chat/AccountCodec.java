package chat.node.chat;

import chat.node.chat.AccountCommand.Block;
import chat.node.chat.AccountCommand.ChangePassword;
import chat.node.chat.AccountCommand.DeleteAccount;
import chat.node.chat.AccountCommand.Logout;
import chat.node.chat.AccountCommand.OpenSession;
import chat.node.chat.AccountCommand.Register;
import chat.node.chat.AccountCommand.RenewSession;
import chat.node.chat.AccountCommand.RevokeSession;
import chat.node.chat.AccountCommand.Unblock;
import chat.node.chat.Command.Stamp;
import java.util.HexFormat;
import java.util.Set;

/**
 * The fields of account commands. Their tags are 1 to 3 and 40 to 49:
 *
 * <pre>
 * 1  Register        password hash: text16
 * 2  OpenSession     token 32 | client: text16 | expires 8
 * 3  RenewSession    token 32 | expires 8
 * 40 OpenSession     token 32 | client: text16 | expires 8 | password position 8
 * 41 Logout          token 32 | all: bool
 * 42 ChangePassword  password hash: text16 | password position 8 | token 32 | end others: bool
 * 43 RevokeSession   session's handle 6
 * 44 DeleteAccount   -
 * 45 Block           whom: name
 * 46 Unblock         whom: name
 * </pre>
 */
final class AccountCodec {
  static final Set<Integer> TAGS = Set.of(1, 2, 3, 40, 41, 42, 43, 44, 45, 46);

  private static final int REGISTER = 1;
  private static final int OPEN_SESSION = 2;
  private static final int RENEW_SESSION = 3;
  private static final int OPEN_VERIFIED_SESSION = 40;
  private static final int LOGOUT = 41;
  private static final int CHANGE_PASSWORD = 42;
  private static final int REVOKE_SESSION = 43;
  private static final int DELETE_ACCOUNT = 44;
  private static final int BLOCK = 45;
  private static final int UNBLOCK = 46;
  private static final int SESSION_ID_BYTES = TokenHash.SESSION_ID_DIGITS / 2;

  private AccountCodec() {}

  static int tag(AccountCommand command) {
    return switch (command) {
      case Register _ -> REGISTER;
      case OpenSession open ->
          open.passwordPosition() == OpenSession.UNNAMED ? OPEN_SESSION : OPEN_VERIFIED_SESSION;
      case RenewSession _ -> RENEW_SESSION;
      case Logout _ -> LOGOUT;
      case ChangePassword _ -> CHANGE_PASSWORD;
      case RevokeSession _ -> REVOKE_SESSION;
      case DeleteAccount _ -> DELETE_ACCOUNT;
      case Block _ -> BLOCK;
      case Unblock _ -> UNBLOCK;
    };
  }

  static void write(AccountCommand command, CommandWriter out) {
    switch (command) {
      case Register register -> out.text16(register.passwordHash());
      case OpenSession open -> {
        token(open.token(), out);
        out.text16(open.client());
        out.i64(open.expiresMillis());
        if (open.passwordPosition() != OpenSession.UNNAMED) {
          out.i64(open.passwordPosition());
        }
      }
      case RenewSession renew -> {
        token(renew.token(), out);
        out.i64(renew.expiresMillis());
      }
      case Logout logout -> {
        token(logout.token(), out);
        out.bool(logout.all());
      }
      case ChangePassword change -> {
        out.text16(change.passwordHash());
        out.i64(change.passwordPosition());
        token(change.token(), out);
        out.bool(change.endOthers());
      }
      case RevokeSession revoke -> out.raw(HexFormat.of().parseHex(revoke.sessionId()));
      case DeleteAccount _ -> {}
      case Block block -> out.name(block.whom());
      case Unblock unblock -> out.name(unblock.whom());
    }
  }

  static AccountCommand read(int tag, Stamp stamp, AccountName scope, CommandParser in) {
    return switch (tag) {
      case REGISTER -> new Register(stamp, scope, in.text16("password hash"));
      case OPEN_SESSION ->
          new OpenSession(
              stamp, scope, token(in), in.text16("client"), in.i64("expiry"), OpenSession.UNNAMED);
      case RENEW_SESSION -> new RenewSession(stamp, scope, token(in), in.i64("expiry"));
      case OPEN_VERIFIED_SESSION ->
          new OpenSession(
              stamp,
              scope,
              token(in),
              in.text16("client"),
              in.i64("expiry"),
              in.position("password position"));
      case LOGOUT -> new Logout(stamp, scope, token(in), in.bool("all"));
      case CHANGE_PASSWORD ->
          new ChangePassword(
              stamp,
              scope,
              in.text16("password hash"),
              in.position("password position"),
              token(in),
              in.bool("end others"));
      case REVOKE_SESSION ->
          new RevokeSession(
              stamp, scope, HexFormat.of().formatHex(in.raw("session", SESSION_ID_BYTES)));
      case DELETE_ACCOUNT -> new DeleteAccount(stamp, scope);
      case BLOCK -> new Block(stamp, scope, in.name("whom"));
      case UNBLOCK -> new Unblock(stamp, scope, in.name("whom"));
      default -> throw in.corrupt("unknown tag " + tag);
    };
  }

  private static void token(TokenHash token, CommandWriter out) {
    out.raw(HexFormat.of().parseHex(token.hex()));
  }

  private static TokenHash token(CommandParser in) {
    return new TokenHash(HexFormat.of().formatHex(in.raw("token", TokenHash.BYTES)));
  }
}
