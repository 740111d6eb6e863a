package chat.node.chat;

import chat.node.chat.ClusterCommand.Backup;
import chat.node.chat.ClusterCommand.RaiseRules;
import chat.node.chat.ClusterCommand.Switchover;
import chat.node.chat.Command.Stamp;

/**
 * The fields of cluster commands. Their tags are 50 to 59:
 *
 * <pre>
 * 50 Switchover  to: text16 | epoch 8
 * 51 Backup      -
 * 52 RaiseRules  rules u8; the scope is "cluster"
 * </pre>
 */
final class ClusterCodec {
  private static final int SWITCHOVER = 50;
  private static final int BACKUP = 51;
  private static final int RAISE_RULES = 52;

  private ClusterCodec() {}

  static int tag(ClusterCommand command) {
    return switch (command) {
      case Switchover _ -> SWITCHOVER;
      case Backup _ -> BACKUP;
      case RaiseRules _ -> RAISE_RULES;
    };
  }

  static void write(ClusterCommand command, CommandWriter out) {
    switch (command) {
      case Switchover switchover -> {
        out.text16(switchover.to());
        out.i64(switchover.epoch());
      }
      case Backup _ -> {}
      case RaiseRules raise -> out.u8(raise.rules());
    }
  }

  static ClusterCommand read(int tag, Stamp stamp, AccountName scope, CommandParser in) {
    return switch (tag) {
      case SWITCHOVER -> new Switchover(stamp, scope, in.text16("to"), in.i64("epoch"));
      case BACKUP -> new Backup(stamp, scope);
      case RAISE_RULES -> raiseRules(stamp, scope, in);
      default -> throw in.corrupt("unknown tag " + tag);
    };
  }

  private static RaiseRules raiseRules(Stamp stamp, AccountName scope, CommandParser in) {
    int rules = in.u8("rules");
    if (rules < Rules.FIRST || !scope.equals(RaiseRules.SCOPE)) {
      throw in.corrupt("no rules: " + rules + " of " + scope);
    }
    return new RaiseRules(stamp, rules);
  }
}
