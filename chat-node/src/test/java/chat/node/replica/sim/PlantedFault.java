package chat.node.replica.sim;

import java.util.List;

/**
 * A wrong core: the right one with some of its text replaced.
 *
 * @param bent the kind of run that is tried; empty: every kind
 */
record PlantedFault(String name, String bent, List<Edit> edits) {

  /** In the source of {@code type}, {@code find} becomes {@code replacement}. */
  record Edit(String type, String find, String replacement) {}

  private static PlantedFault fault(String name, Edit... edits) {
    return new PlantedFault(name, "", List.of(edits));
  }

  /** Only runs of this bent are tried: the others hardly ever get there. */
  private PlantedFault soughtIn(Profile.Bent where) {
    return new PlantedFault(name, where.name(), edits);
  }

  @Override
  public String toString() {
    return name;
  }

  /** The changes that docs/PROTOCOL.md names, and a few more of their kind. */
  static List<PlantedFault> all() {
    return List.of(
        fault(
            "compare-and-set before requiring when growing",
            new Edit("Term", "proposal.ifPresent(p -> required.addAll(p.next().inSync()));", "")),
        fault(
            "a learner is recorded before it has everything",
            new Edit("MembershipRules", "learner.match() >= admission.target()", "true")),
        fault(
            "a member isn't required any more once its removal is proposed",
            new Edit(
                "Term",
                "proposal.ifPresent(p -> required.addAll(p.next().inSync()));",
                "proposal.ifPresent(p -> { required.addAll(p.next().inSync());"
                    + " required.retainAll(p.next().inSync()); });")),
        fault(
            "a proposal that timed out is taken for failed",
            new Edit(
                "ViewRules",
                "term.proposal().map(p -> p.next().rev().equals(event.rev()) ? p.answered() : p)",
                "term.proposal().filter(p -> !p.next().rev().equals(event.rev()))")),
        fault(
            "another disk's acknowledgement counts",
            new Edit(
                "LeaderRules",
                "turn.term().followers().get(new Member(from, accepted.storageId()));",
                "turn.term().followers().values().stream()"
                    + ".filter(f -> f.member().name().equals(from)).findFirst().orElse(null);")),
        fault(
                "an earlier epoch's acknowledgement counts",
                new Edit("LeaderRules", " || !turn.term().epoch().equals(accepted.epoch())", ""))
            .soughtIn(Profile.Bent.TURBULENT),
        fault(
            "a follower applies before the commit",
            new Edit("FollowerRules", "Math.min(append.commit(), covered)", "covered")),
        fault(
            "the primary commits what only its own disk has",
            new Edit(
                "LeaderRules",
                "everywhere = Math.min(everywhere, follower == null ? 0 : follower.match());",
                "")),
        fault(
            "a follower acknowledges its own log's end",
            new Edit(
                "FollowerRules",
                "long covered = append.lastIndex();",
                "long covered = Math.max(append.lastIndex(), log.lastIndex());")),
        fault(
            "the entry before isn't checked",
            new Edit(
                "FollowerRules",
                "before >= log.base().index() && !log.has(append.prev())",
                "before < 0")),
        fault(
            "a follower truncates without a conflict",
            new Edit(
                "FollowerRules",
                "long covered = append.lastIndex();",
                "long covered = append.lastIndex();"
                    + " if (log.lastIndex() > covered && first == entries.size()"
                    + " && covered >= turn.disk().commit()) {"
                    + " turn.persist(Optional.empty(), OptionalLong.of(covered + 1), List.of()); }")),
        fault(
            "the promise isn't persisted",
            new Edit(
                "Turn",
                "new Effect.Persist(ticket, promise, truncateFrom, entries)",
                "new Effect.Persist(ticket, promise.filter(p -> p.epoch().equals(Epoch.ZERO)),"
                    + " truncateFrom, entries)")),
        fault(
            "a follower acknowledges before it is durable",
            new Edit(
                "FollowerRules",
                "long durable = Math.min(of.index(), disk.durable());",
                "long durable = of.index();"),
            new Edit(
                "FollowerRules", "if (turn.disk().durable() >= covered)", "if (covered >= 0)")),
        fault(
            "a restarted primary goes on in its epoch",
            new Edit(
                "ViewRules",
                "turn.disk().promisedEpoch().isBelow(view.epoch());\n",
                "!view.epoch().isBelow(turn.disk().promisedEpoch());\n"),
            new Edit(
                "ViewRules",
                "if (!turn.disk().promise().equals(Optional.of(next)))",
                "if (next.rev().value() > 0)")),
        fault(
            "a learner promotes itself",
            new Edit("ViewRules", "!state.isInSync() || ", ""),
            new Edit(
                "ViewRules",
                "turn.emit(new Effect.ProposeView(view.promoting(state.self())));",
                "turn.emit(new Effect.ProposeView(new View(view.clusterId(), view.rev().next(),"
                    + " view.epoch().next(), state.self(),"
                    + " view.inSync().stream().anyMatch(m -> m.name().equals(state.self().name()))"
                    + " ? new java.util.TreeSet<>(java.util.Set.of(state.self()))"
                    + " : view.with(state.self(), Optional.empty()).inSync(),"
                    + " view.addresses())));")),
        fault(
            "the primary is matched by name only",
            new Edit(
                "ViewRules",
                "view.primary().equals(turn.state().self())",
                "view.primary().name().equals(turn.state().self().name())")),
        fault(
            "no step-down on a view of a higher epoch",
            new Edit(
                "ViewRules",
                "tellSuccessor(turn, view);\n        stepDown(turn);",
                "tellSuccessor(turn, view);\n        return;")),
        fault(
            "no step-down on a message of a higher epoch",
            new Edit(
                "FollowerRules",
                "      ViewRules.stepDown(turn);\n",
                "      Promise mine = turn.disk().promise().orElseThrow();\n"
                    + "      turn.persist(new Promise(mine.clusterId(), epoch, mine.rev()));\n"
                    + "      return false;\n")),
        fault(
            "who is deposed still answers what was admitted",
            new Edit("ViewRules", "turn.emit(new Effect.Deposed(term.epoch()));", "")),
        fault(
            "a read without a round",
            new Edit("ReadRules", "asked.remove(turn.state().self());", "asked.clear();")),
        fault(
            "a read before the no-op",
            new Edit("ReadRules", "if (!turn.state().isServing())", "if (!turn.leads())")),
        fault(
                "a read asks the recorded set only",
                new Edit(
                    "ReadRules",
                    "new TreeSet<>(term.required())",
                    "new TreeSet<>(term.recorded())"))
            .soughtIn(Profile.Bent.GROWING),
        fault(
                "an answer to an older nonce counts for a newer round",
                new Edit("ReadRules", "round.nonce() <= answer.nonce()", "round.nonce() > 0"))
            .soughtIn(Profile.Bent.GROWING),
        fault(
            "a round drops members whose leaving isn't settled",
            new Edit(
                "ReadRules",
                "each(turn, round -> round.awaitingOnly(required));",
                "each(turn, round -> round.awaitingOnly(turn.term().proposal()"
                    + ".map(p -> p.next().inSync()).orElse(required)));")),
        new PlantedFault(
            "an answer to the newest nonce only counts",
            Profile.SLOW_MEMBERS,
            List.of(
                new Edit(
                    "ReadRules",
                    "round.nonce() <= answer.nonce()",
                    "answer.nonce() == turn.term().reads().lastNonce()"))),
        fault(
            "a stale snapshot is installed",
            new Edit(
                "FollowerRules",
                "!wanted || position.index() <= turn.disk().commit() || log.has(position)",
                "!wanted")),
        // What the simulation found in the core itself, and what was mended.
        fault(
            "an old read of the view contradicts what was learnt since",
            new Edit(
                "ViewRules", "return Rev.ZERO.isBelow(began.rev())", "return promise.isPresent()")),
        fault(
            "an answer from another disk tells nothing",
            new Edit("LeaderRules", "    noteDisk(turn, from, accepted.storageId());\n", ""),
            new Edit("LeaderRules", "      noteDisk(turn, from, mismatch.storageId());\n", "")),
        // What would make a total stop leave less than the whole set.
        fault(
            "an ending primary takes members out",
            new Edit("MembershipRules", "isPresent() || state.ending()", "isPresent()")),
        fault(
            "a member that ends is let go of at once",
            new Edit("Progress", "int BEATS_UNTIL_LET_GO = 5;", "int BEATS_UNTIL_LET_GO = 0;")));
  }
}
