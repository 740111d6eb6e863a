package chat.node.chat;

import static chat.node.chat.Commands.name;
import static chat.node.chat.Commands.stamp;

import chat.node.chat.Command.Stamp;
import chat.node.chat.GroupCommand.Add;
import chat.node.chat.GroupCommand.Create;
import chat.node.chat.GroupCommand.Leave;
import chat.node.chat.GroupCommand.Post;
import chat.node.chat.GroupCommand.Remove;
import chat.node.chat.GroupCommand.Rename;
import java.util.Arrays;

/** Group commands for tests, by hand and under another stamp. */
public final class GroupCommands {
  private GroupCommands() {}

  public static Create create(long id, String by, String name, String... members) {
    return new Create(
        stamp(id, "create", name, String.join(",", members)),
        name(by),
        name,
        Arrays.stream(members).map(Commands::name).toList());
  }

  public static Rename rename(long id, String by, long group, String name) {
    return new Rename(stamp(id, "rename", group + name), name(by), new GroupId(group), name);
  }

  public static Add add(long id, String by, long group, String member) {
    return new Add(stamp(id, "add", group + member), name(by), new GroupId(group), name(member));
  }

  public static Remove remove(long id, String by, long group, String member) {
    return new Remove(
        stamp(id, "remove", group + member), name(by), new GroupId(group), name(member));
  }

  public static Leave leave(long id, String by, long group) {
    return new Leave(stamp(id, "leave", "" + group), name(by), new GroupId(group));
  }

  public static Post post(long id, String by, long group, String text) {
    return new Post(stamp(id, "post", group + text), name(by), new GroupId(group), text);
  }

  static GroupCommand with(Stamp stamp, GroupCommand command) {
    return switch (command) {
      case Create c -> new Create(stamp, c.scope(), c.name(), c.members());
      case Rename c -> new Rename(stamp, c.scope(), c.group(), c.name());
      case Add c -> new Add(stamp, c.scope(), c.group(), c.member());
      case Remove c -> new Remove(stamp, c.scope(), c.group(), c.member());
      case Leave c -> new Leave(stamp, c.scope(), c.group());
      case Post c -> new Post(stamp, c.scope(), c.group(), c.text());
    };
  }
}
