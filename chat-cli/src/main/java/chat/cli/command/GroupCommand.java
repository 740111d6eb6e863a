package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.RequestId;
import chat.cli.output.Json;
import chat.cli.output.OutputFormat;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "group",
    description = {
      "Groups: make, show, rename, leave; add and remove members.",
      "A group is written with its id ('#7'), or with its name ('#lunch') where only one of yours is"
          + " called so; quote it from the shell, for which # begins a comment. These commands take"
          + " it without the #, too."
    },
    subcommands = {
      GroupCommand.Create.class,
      GroupCommand.ListAll.class,
      GroupCommand.Show.class,
      GroupCommand.Rename.class,
      GroupCommand.Add.class,
      GroupCommand.Remove.class,
      GroupCommand.Leave.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  chat group create lunch bob carol",
      "  chat send '#lunch' 'At noon?'",
      "  chat group add '#lunch' dave"
    })
final class GroupCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "one of these is missing: create, list, show, rename, add, remove, leave");
  }

  @Command(
      name = "create",
      description = "Make a group, of which you are the owner; prints its id.")
  static final class Create extends Verb {
    @Parameters(paramLabel = "NAME", description = "1 to 64 characters; need not be unique.")
    private String name = "";

    @Parameters(index = "1..*", paramLabel = "USER", arity = "0..*", description = "Beside you.")
    private List<String> members = List.of();

    @Override
    void run(Run run) throws Exception {
      try (ChatClient client = run.client(run.profile().requireSession())) {
        String id = client.groups().create(RequestId.random(), name, members);
        if (run.format() == OutputFormat.TABLE) {
          run.screen().line(id);
        } else {
          run.screen().record(run.format(), Json.object().put("id", id).put("name", name), "id");
        }
      }
    }
  }

  @Command(name = "list", description = "The groups that you are in.")
  static final class ListAll extends Verb {
    @Override
    void run(Run run) throws Exception {
      try (ChatClient client = run.client(run.profile().requireSession())) {
        Groups.print(run, client.groups().list());
      }
    }
  }

  @Command(name = "show", description = "One group.")
  static final class Show extends Verb {
    @Parameters(paramLabel = "GROUP", description = "Its id ('#7') or its name ('#lunch').")
    private String group = "";

    @Override
    void run(Run run) throws Exception {
      try (ChatClient client = run.client(run.profile().requireSession())) {
        Groups.print(run, List.of(client.groups().get(Targets.group(client, group))));
      }
    }
  }

  @Command(name = "rename", description = "Give a group of yours another name.")
  static final class Rename extends Verb {
    @Parameters(paramLabel = "GROUP", description = "Its id ('#7') or its name ('#lunch').")
    private String group = "";

    @Parameters(index = "1", paramLabel = "NAME")
    private String name = "";

    @Override
    void run(Run run) throws Exception {
      try (ChatClient client = run.client(run.profile().requireSession())) {
        String id = Targets.group(client, group);
        client.groups().rename(RequestId.random(), id, name);
      }
      run.screen().note("it is called %s now".formatted(name));
    }
  }

  @Command(
      name = "add",
      description = {"Add members to a group of yours.", "They see what is sent from now on."})
  static final class Add extends Verb {
    @Parameters(paramLabel = "GROUP", description = "Its id ('#7') or its name ('#lunch').")
    private String group = "";

    @Parameters(index = "1..*", paramLabel = "USER", arity = "1..*")
    private List<String> users = List.of();

    @Override
    void run(Run run) throws Exception {
      try (ChatClient client = run.client(run.profile().requireSession())) {
        String id = Targets.group(client, group);
        for (String user : users) {
          client.groups().add(RequestId.random(), id, user);
          run.screen().note(user + " is in");
        }
      }
    }
  }

  @Command(name = "remove", description = "Remove members from a group of yours.")
  static final class Remove extends Verb {
    @Parameters(paramLabel = "GROUP", description = "Its id ('#7') or its name ('#lunch').")
    private String group = "";

    @Parameters(index = "1..*", paramLabel = "USER", arity = "1..*")
    private List<String> users = List.of();

    @Override
    void run(Run run) throws Exception {
      try (ChatClient client = run.client(run.profile().requireSession())) {
        String id = Targets.group(client, group);
        for (String user : users) {
          client.groups().remove(RequestId.random(), id, user);
          run.screen().note(user + " is out");
        }
      }
    }
  }

  @Command(name = "leave", description = "Leave a group; you see nothing of it any more.")
  static final class Leave extends Verb {
    @Parameters(paramLabel = "GROUP", description = "Its id ('#7') or its name ('#lunch').")
    private String group = "";

    @Override
    void run(Run run) throws Exception {
      try (ChatClient client = run.client(run.profile().requireSession())) {
        client.groups().leave(RequestId.random(), Targets.group(client, group));
      }
      run.screen().note("you have left");
    }
  }
}
