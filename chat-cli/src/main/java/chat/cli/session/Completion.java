package chat.cli.session;

import java.util.List;
import java.util.Optional;

/**
 * What Tab makes of a prompt: the longest beginning that all candidates share; where that adds
 * nothing, the candidates are shown. Pure.
 */
final class Completion {
  private Completion() {}

  /** {@code text}: the prompt from now on. {@code choices}: to show, where there are several. */
  record Result(String text, List<String> choices) {
    Result {
      choices = List.copyOf(choices);
    }
  }

  /** The name being completed, where it is one. */
  static Optional<String> nameIn(String prompt) {
    int space = prompt.indexOf(' ');
    if (space < 0) {
      return Optional.empty();
    }
    return Command.of(prompt.substring(0, space))
        .filter(Command::takesName)
        .map(_ -> prompt.substring(space + 1));
  }

  static Result of(String prompt, List<String> names) {
    if (!prompt.startsWith("/") || prompt.startsWith("//")) {
      return new Result(prompt, List.of());
    }
    Optional<String> name = nameIn(prompt);
    if (name.isPresent()) {
      String head = prompt.substring(0, prompt.length() - name.get().length());
      return among(head, name.get(), names.stream().filter(n -> n.startsWith(name.get())).toList());
    }
    if (prompt.contains(" ")) {
      return new Result(prompt, List.of());
    }
    List<Command> commands = Command.beginningWith(prompt);
    Result result = among("", prompt, commands.stream().map(Command::word).toList());
    return commands.size() == 1 && commands.getFirst().takesArguments()
        ? new Result(result.text() + " ", List.of())
        : result;
  }

  private static Result among(String head, String begun, List<String> candidates) {
    if (candidates.isEmpty()) {
      return new Result(head + begun, List.of());
    }
    if (candidates.size() == 1) {
      return new Result(head + candidates.getFirst(), List.of());
    }
    String shared = candidates.getFirst();
    for (String candidate : candidates) {
      while (!candidate.startsWith(shared)) {
        shared = shared.substring(0, shared.length() - 1);
      }
    }
    return new Result(head + shared, candidates);
  }
}
