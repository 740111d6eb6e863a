package chat.cli.command;

import chat.cli.client.ChatFailure;
import chat.cli.output.Json;
import chat.cli.output.OutputFormat;
import chat.cli.output.Screen;
import chat.cli.output.Style;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "doctor",
    description = {
      "Find out what is wrong on the way to the cluster.",
      "Examines the files of this context, too, and says what to do. Changes nothing. Fails where a"
          + " check fails."
    })
final class DoctorCommand extends Verb {
  /** Columns of result and check. */
  private static final int HEAD = 19;

  @Override
  void run(Run run) throws Exception {
    List<Finding> findings = new Examination(run).findings();
    if (run.format() == OutputFormat.TABLE) {
      findings.forEach(f -> print(run.screen(), f));
    } else {
      run.screen()
          .records(run.format(), findings.stream().map(DoctorCommand::json).toList(), "check");
    }
    long failed = findings.stream().filter(f -> f.result() == Finding.Result.FAIL).count();
    if (failed > 0) {
      throw new ChatFailure(
          ChatFailure.Kind.FAILED, "%d of %d checks failed".formatted(failed, findings.size()), "");
    }
  }

  private static void print(Screen screen, Finding finding) {
    String result = "%-4s".formatted(finding.result());
    String styled =
        switch (finding.result()) {
          case OK -> screen.style(Style.GOOD, result);
          case WARN -> screen.style(Style.BOLD, result);
          case FAIL -> screen.style(Style.BAD, result);
        };
    screen.behind("%s  %-12s ".formatted(styled, finding.check()), HEAD, finding.detail());
    if (!finding.next().isEmpty()) {
      String arrow = "→ ";
      screen.behind(" ".repeat(HEAD) + arrow, HEAD + arrow.length(), finding.next());
    }
  }

  private static ObjectNode json(Finding finding) {
    return Json.object()
        .put("check", finding.check())
        .put("result", finding.result().toString())
        .put("detail", finding.detail())
        .put("next", finding.next());
  }
}
