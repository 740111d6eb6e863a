package chat.controller.kubernetes;

import chat.controller.kubernetes.ViewNote.Reason;
import chat.view.Member;
import chat.view.NodeName;
import chat.view.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What there is to tell of a step from one view to a later one. Pure. */
final class ViewStory {
  private static final int ID_LENGTH = 8;

  /**
   * Why a view came about.
   *
   * @param took from the first doubt; empty where that isn't known
   */
  record Cause(String why, Optional<Duration> took) {
    /** Of a view that no controller wrote. */
    static final Cause OF_THE_NODES =
        new Cause("a hand-over, or a promotion without a controller", Optional.empty());
  }

  private ViewStory() {}

  static ViewNote beginning(View first) {
    return new ViewNote(
        key(first, "first-view"),
        Reason.FIRST_VIEW,
        "A new cluster begins, %s leads; in sync: %s (cluster %s)"
            .formatted(first.primary().name(), names(first), first.clusterId()));
  }

  /** Of another cluster's view, as after a restore, there is no step to tell. */
  static List<ViewNote> step(View before, View after, Cause cause) {
    List<ViewNote> notes = new ArrayList<>();
    if (!before.clusterId().equals(after.clusterId())) {
      return notes;
    }
    if (!before.epoch().equals(after.epoch())) {
      notes.add(changed(before, after, cause));
    }
    for (Member member : without(before, after)) {
      notes.add(
          new ViewNote(
              key(after, "member-removed." + member.name()),
              Reason.MEMBER_REMOVED,
              "%s is no longer in sync; in sync: %s (epoch %s, disk %s)"
                  .formatted(member.name(), names(after), after.epoch(), member.storageId())));
    }
    for (Member member : without(after, before)) {
      notes.add(
          new ViewNote(
              key(after, "member-joined." + member.name()),
              Reason.MEMBER_JOINED,
              "%s is in sync; in sync: %s (epoch %s, disk %s)"
                  .formatted(member.name(), names(after), after.epoch(), member.storageId())));
    }
    return notes;
  }

  private static ViewNote changed(View before, View after, Cause cause) {
    NodeName from = before.primary().name();
    NodeName to = after.primary().name();
    String instead = from.equals(to) ? "again" : "instead of " + from;
    String took = cause.took().map(t -> " after " + seconds(t) + " s").orElse("");
    return new ViewNote(
        key(after, "primary-changed"),
        Reason.PRIMARY_CHANGED,
        "%s leads %s, epoch %s%s: %s".formatted(to, instead, after.epoch(), took, cause.why()));
  }

  /** While nobody leads: why, told under one key per view. */
  static ViewNote waiting(Optional<View> view, String why) {
    String key = view.map(at -> key(at, "waiting")).orElse("no-view.waiting");
    return new ViewNote(key, Reason.WAITING, why);
  }

  private static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.2f", took.toMillis() / 1000.0);
  }

  private static TreeSet<Member> without(View these, View those) {
    TreeSet<Member> left = new TreeSet<>(these.inSync());
    left.removeAll(those.inSync());
    return left;
  }

  private static String names(View view) {
    return view.inSync().stream()
        .map(member -> member.name().value())
        .collect(Collectors.joining(", "));
  }

  private static String key(View view, String what) {
    String id = view.clusterId().value();
    return id.substring(0, Math.min(id.length(), ID_LENGTH)).replaceAll("-+$", "")
        + ".r"
        + view.rev()
        + "."
        + what;
  }
}
