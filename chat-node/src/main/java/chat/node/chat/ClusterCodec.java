package chat.node.chat;

import chat.node.chat.ClusterCommand.Backup;
import chat.node.chat.ClusterCommand.Switchover;
import chat.node.chat.Command.Stamp;

/**
 * The fields of cluster commands. Their tags are 50 to 59:
 *
 * <pre>
 * 50 Switchover  to: text16 | epoch 8
 * 51 Backup      -
 * </pre>
 */
final class ClusterCodec {
  private static final int SWITCHOVER = 50;
  private static final int BACKUP = 51;

  private ClusterCodec() {}

  static int tag(ClusterCommand command) {
    return switch (command) {
      case Switchover _ -> SWITCHOVER;
      case Backup _ -> BACKUP;
    };
  }

  static void write(ClusterCommand command, CommandWriter out) {
    switch (command) {
      case Switchover switchover -> {
        out.text16(switchover.to());
        out.i64(switchover.epoch());
      }
      case Backup _ -> {}
    }
  }

  static ClusterCommand read(int tag, Stamp stamp, AccountName scope, CommandParser in) {
    return switch (tag) {
      case SWITCHOVER -> new Switchover(stamp, scope, in.text16("to"), in.i64("epoch"));
      case BACKUP -> new Backup(stamp, scope);
      default -> throw in.corrupt("unknown tag " + tag);
    };
  }
}
