package chat.cli.command;

import chat.cli.client.ChatFailure;
import chat.cli.client.RollCall;
import chat.cli.client.Route;
import chat.cli.kubernetes.Permission;
import chat.cli.kubernetes.PodState;
import chat.cli.kubernetes.Release;
import chat.cli.kubernetes.ReleaseView;
import chat.cli.profile.Contexts;
import chat.cli.profile.OutboxTally;
import chat.cli.profile.Profile;
import chat.cli.profile.ProfileException;
import chat.cli.profile.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The checks of {@code chat doctor}, from the far to the near; each says what it needs to. */
final class Examination {
  private final Run run;
  private final List<Finding> findings = new ArrayList<>();

  Examination(Run run) {
    this.run = run;
  }

  List<Finding> findings() throws IOException {
    try {
      Contexts.Target target = run.target();
      findings.add(Finding.ok("context", run.context() + ": " + ContextCommand.text(target)));
      if (target instanceof Contexts.Target.Kubernetes kubernetes) {
        try (Release release = new Release(kubernetes)) {
          kubernetes(release, kubernetes);
        }
      }
      nodes(target);
      files();
    } catch (ChatFailure failure) {
      findings.add(Finding.fail("context", failure));
    } catch (ProfileException bad) {
      findings.add(Finding.fail("context", String.valueOf(bad.getMessage()), ""));
    }
    return findings;
  }

  private void kubernetes(Release release, Contexts.Target.Kubernetes target) {
    try {
      for (Permission p : release.permissions()) {
        findings.add(permission(p, target.namespace()));
      }
      findings.add(view(release.view(), target));
      pods(release.pods(), target);
    } catch (ChatFailure failure) {
      findings.add(Finding.fail("kubernetes", failure));
    }
  }

  private static Finding permission(Permission asked, String namespace) {
    String what = asked.verb() + " " + asked.resource();
    String missing = "you may not " + what + ": " + asked.lacks();
    String next = "ask who runs the cluster for it, in namespace " + namespace;
    if (asked.allowed()) {
      return Finding.ok("permission", what);
    }
    return asked.essential()
        ? Finding.fail("permission", missing, next)
        : Finding.warn("permission", missing, next);
  }

  private static Finding view(Optional<ReleaseView> view, Contexts.Target.Kubernetes target) {
    return view.map(
            v ->
                Finding.ok(
                    "view",
                    "primary %s, epoch %d, in sync: %s"
                        .formatted(v.primary(), v.epoch(), String.join(", ", v.inSync()))))
        .orElseGet(
            () ->
                Finding.fail(
                    "view",
                    "there is no ConfigMap %s-view in namespace %s: the controller hasn't written it"
                        .formatted(target.release(), target.namespace()),
                    "kubectl --context %s -n %s logs deploy/%s-controller"
                        .formatted(target.kubeContext(), target.namespace(), target.release())));
  }

  private void pods(List<PodState> pods, Contexts.Target.Kubernetes target) {
    if (pods.isEmpty()) {
      findings.add(
          Finding.fail(
              "pods",
              "no pod belongs to release %s in namespace %s"
                  .formatted(target.release(), target.namespace()),
              "helm --kube-context %s list --all-namespaces".formatted(target.kubeContext())));
    }
    for (PodState pod : pods) {
      String detail =
          "%s on %s: %s, restarted %d times"
              .formatted(pod.name(), pod.machine(), pod.state(), pod.restarts());
      findings.add(
          pod.state().equals("Ready")
              ? Finding.ok("pods", detail)
              : Finding.warn(
                  "pods",
                  detail,
                  "kubectl --context %s -n %s describe pod %s"
                      .formatted(target.kubeContext(), target.namespace(), pod.name())));
    }
    TreeSet<String> images = new TreeSet<>(pods.stream().map(PodState::image).toList());
    if (images.size() > 1) {
      findings.add(
          Finding.warn(
              "versions",
              "the pods run different images: " + String.join(", ", images),
              "while an upgrade is under way that is as it should be"));
    }
  }

  private void nodes(Contexts.Target target) throws IOException, ProfileException {
    try (Route route = run.route()) {
      findings.addAll(
          NodeChecks.findings(
              RollCall.of(route), VersionCommand.packaged().orElse(""), advice(target)));
    } catch (ChatFailure failure) {
      findings.add(Finding.fail("nodes", failure));
    }
  }

  private static NodeChecks.Advice advice(Contexts.Target target) {
    return switch (target) {
      case Contexts.Target.Local _ ->
          new NodeChecks.Advice(
              "chat local start controller",
              "see who runs: chat local status; start: chat local up");
      case Contexts.Target.Direct _ ->
          new NodeChecks.Advice(
              "start one, or let it reach the nodes' peer ports",
              "see that nodes run, and that these are their clients' ports");
      case Contexts.Target.Kubernetes k -> {
        String get =
            "kubectl --context %s -n %s get pods -l app.kubernetes.io/component="
                .formatted(k.kubeContext(), k.namespace());
        yield new NodeChecks.Advice(get + "controller", get + "node");
      }
    };
  }

  private void files() throws IOException, ChatFailure, ProfileException {
    Profile profile = run.profile();
    try {
      Optional<Session> session = profile.session();
      findings.add(session(session));
      findings.add(
          outbox(
              OutboxTally.of(
                  profile.outbox().contents(),
                  session.map(Session::name).orElse(""),
                  session.map(Session::cluster).orElse(""))));
    } catch (ProfileException bad) {
      findings.add(Finding.fail("files", String.valueOf(bad.getMessage()), ""));
    }
  }

  private static Finding outbox(OutboxTally tally) {
    if (tally.isEmpty()) {
      return Finding.ok("outbox", "empty");
    }
    String next = tally.waiting() > 0 ? "chat outbox retry" : "chat outbox";
    return Finding.warn("outbox", tally.text(), next);
  }

  private static Finding session(Optional<Session> session) {
    if (session.isEmpty()) {
      return Finding.warn("session", "nobody is logged in", "chat login NAME");
    }
    long now = System.currentTimeMillis();
    Session s = session.get();
    return s.expiresMillis() < now
        ? Finding.fail("session", "the session of " + s.name() + " ended", "chat login " + s.name())
        : Finding.ok("session", s.name() + ", until " + Times.local(s.expiresMillis()));
  }
}
