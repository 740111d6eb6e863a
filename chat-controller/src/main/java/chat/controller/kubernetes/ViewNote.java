package chat.controller.kubernetes;

/**
 * Something to tell people of the view.
 *
 * @param key the same for the same happening, whoever tells it and however often: what is told
 *     twice shows once
 */
record ViewNote(String key, Reason reason, String text) {
  /** Why an Event is there; these are its reasons in {@code kubectl get events}. */
  enum Reason {
    FIRST_VIEW("FirstView", false),
    PRIMARY_CHANGED("PrimaryChanged", false),
    MEMBER_JOINED("MemberJoined", false),
    MEMBER_REMOVED("MemberRemoved", true),
    /** Told again and again while it lasts. */
    WAITING("Waiting", true);

    private final String word;
    private final boolean warning;

    Reason(String word, boolean warning) {
      this.word = word;
      this.warning = warning;
    }

    String word() {
      return word;
    }

    String type() {
      return warning ? "Warning" : "Normal";
    }
  }

  boolean isRepeated() {
    return reason == Reason.WAITING;
  }
}
