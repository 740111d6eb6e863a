package chat.cli.command;

import chat.cli.client.GroupCalls.Group;
import chat.cli.client.GroupCalls.Member;
import chat.cli.output.Json;
import chat.cli.output.OutputFormat;
import chat.cli.output.Table;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** How groups are printed. */
final class Groups {
  private Groups() {}

  static ObjectNode json(Group group) {
    ObjectNode json =
        Json.object()
            .put("id", group.id())
            .put("name", group.name())
            .put("created", Times.iso(group.createdMillis()));
    ArrayNode members = json.putArray("members");
    group.members().forEach(m -> members.addObject().put("name", m.name()).put("owner", m.owner()));
    return json;
  }

  static void print(Run run, List<Group> groups) {
    if (run.format() == OutputFormat.TABLE) {
      Table table =
          new Table("ID", "NAME", "OWNER", "MEMBERS").wrapLast().ifNone("you are in no group");
      groups.forEach(g -> table.row(g.id(), g.name(), owner(g), members(g)));
      run.screen().table(table);
      return;
    }
    run.screen().records(run.format(), groups.stream().map(Groups::json).toList(), "id");
  }

  private static String owner(Group group) {
    return group.members().stream().filter(Member::owner).map(Member::name).findFirst().orElse("-");
  }

  private static String members(Group group) {
    return String.join(" ", group.members().stream().map(Member::name).toList());
  }
}
