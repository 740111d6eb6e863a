package chat.node.chat;

import chat.node.chat.Command.Stamp;
import chat.node.chat.GroupCommand.Add;
import chat.node.chat.GroupCommand.Create;
import chat.node.chat.GroupCommand.Leave;
import chat.node.chat.GroupCommand.Post;
import chat.node.chat.GroupCommand.Remove;
import chat.node.chat.GroupCommand.Rename;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The fields of group commands. Their tags are 30 to 39:
 *
 * <pre>
 * 30 Create  name: text16 | count u8 | members: names
 * 31 Rename  group 8 | name: text16
 * 32 Add     group 8 | member: name
 * 33 Remove  group 8 | member: name
 * 34 Leave   group 8
 * 35 Post    group 8 | text: text32
 * </pre>
 */
final class GroupCodec {
  private static final int CREATE = 30;
  private static final int RENAME = 31;
  private static final int ADD = 32;
  private static final int REMOVE = 33;
  private static final int LEAVE = 34;
  private static final int POST = 35;
  static final Set<Integer> TAGS = Set.of(CREATE, RENAME, ADD, REMOVE, LEAVE, POST);

  private GroupCodec() {}

  static int tag(GroupCommand command) {
    return switch (command) {
      case Create _ -> CREATE;
      case Rename _ -> RENAME;
      case Add _ -> ADD;
      case Remove _ -> REMOVE;
      case Leave _ -> LEAVE;
      case Post _ -> POST;
    };
  }

  static void write(GroupCommand command, CommandWriter out) {
    switch (command) {
      case Create create -> {
        out.text16(create.name());
        out.u8(create.members().size());
        create.members().forEach(out::name);
      }
      case Rename rename -> {
        out.i64(rename.group().number());
        out.text16(rename.name());
      }
      case Add add -> {
        out.i64(add.group().number());
        out.name(add.member());
      }
      case Remove remove -> {
        out.i64(remove.group().number());
        out.name(remove.member());
      }
      case Leave leave -> out.i64(leave.group().number());
      case Post post -> {
        out.i64(post.group().number());
        out.text32(post.text());
      }
    }
  }

  static GroupCommand read(int tag, Stamp stamp, AccountName scope, CommandParser in) {
    return switch (tag) {
      case CREATE -> new Create(stamp, scope, in.text16("name"), names(in));
      case RENAME -> new Rename(stamp, scope, group(in), in.text16("name"));
      case ADD -> new Add(stamp, scope, group(in), in.name("member"));
      case REMOVE -> new Remove(stamp, scope, group(in), in.name("member"));
      case LEAVE -> new Leave(stamp, scope, group(in));
      case POST -> new Post(stamp, scope, group(in), in.text32("text"));
      default -> throw in.corrupt("unknown tag " + tag);
    };
  }

  private static List<AccountName> names(CommandParser in) {
    int count = in.u8("number of members");
    List<AccountName> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(in.name("member"));
    }
    return names;
  }

  static GroupId group(CommandParser in) {
    long number = in.i64("group");
    if (number < 1) {
      throw in.corrupt("no group: " + number);
    }
    return new GroupId(number);
  }
}
