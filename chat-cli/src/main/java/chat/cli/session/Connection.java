package chat.cli.session;

/**
 * How it stands with the cluster. The stream tells only what is new; what there was before it is
 * asked for once the stream has begun, so that nothing falls between the two.
 */
final class Connection {
  private static final String OTHER = "another cluster, or restored: all is loaded anew";

  private final Desk desk;
  private final Viewport viewport;
  private boolean other;

  Connection(Desk desk, Viewport viewport) {
    this.desk = desk;
    this.viewport = viewport;
  }

  void caughtUp() {
    desk.link = new Link.Live();
    other = false;
    askForWhatIsMissing();
  }

  /** Messages that were here may never have been there: all of it is asked for anew. */
  void otherCluster() {
    desk.known = false;
    other = true;
    desk.scroll = 0;
    desk.firstNew = 0;
    desk.takePanelAway();
    desk.conversations.anew();
    desk.say(OTHER, Tone.BAD);
  }

  void lost(Input.LinkLost lost) {
    desk.link = new Link.Lost(lost.what(), lost.why());
    desk.say("lost %s; retrying (%s)".formatted(lost.what(), lost.why()), Tone.BAD);
  }

  void back(Input.LinkBack back) {
    desk.link = new Link.Live();
    String epoch = back.epoch() == 0 ? "" : ", epoch " + back.epoch();
    String sentence = "back via %s%s, after %s".formatted(back.node(), epoch, back.after());
    desk.say(other ? sentence + "; " + OTHER : sentence, other ? Tone.BAD : Tone.GOOD);
    Input.Cluster before = desk.cluster;
    desk.cluster = new Input.Cluster(back.node(), before.primary(), back.epoch(), before.inSync());
    askForWhatIsMissing();
  }

  private void askForWhatIsMissing() {
    if (!desk.known) {
      desk.ask(new Request.AskConversations());
    }
    desk.open().filter(c -> c.past() == Conversation.Past.NOT_ASKED).ifPresent(viewport::load);
  }

  /** What is unread comes from here; what the stream told meanwhile is in it, or comes on top. */
  void known(Input.Known all) {
    desk.known = true;
    for (Input.Summary summary : all.conversations().reversed()) {
      Conversation c = desk.conversations.named(summary.name());
      desk.conversations.used(c);
      c.title(summary.title());
      c.unread().counted(summary.unread(), summary.lastSeq(), summary.readSeq());
      if (desk.isOpen(c) && desk.firstNew == 0) {
        desk.firstNew = c.unread().first();
      }
    }
    if (!desk.wanted.isEmpty()) {
      String group = desk.wanted;
      desk.wanted = "";
      desk.conversations.titled(group).ifPresentOrElse(viewport::open, () -> desk.noGroup(group));
    }
  }

  void status(Input.Cluster now) {
    boolean asked = !desk.cluster.answeredBy().isEmpty();
    desk.cluster = now;
    if (asked) {
      String primary = now.primary().isEmpty() ? "nobody leads" : now.primary() + " leads";
      String sentence = "%s, epoch %d, %d in sync".formatted(primary, now.epoch(), now.inSync());
      desk.say(sentence, Tone.GOOD);
    }
  }
}
