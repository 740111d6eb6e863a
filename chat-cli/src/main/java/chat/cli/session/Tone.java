package chat.cli.session;

/** What a piece of text is, for the terminal to choose a colour by. */
public enum Tone {
  PLAIN,
  /** Times, rules, help: there, but not in the way. */
  FAINT,
  STRONG,
  /** The user's own name. */
  ME,
  /** Other people's names. */
  NAME,
  /** Counts of unread messages. */
  UNREAD,
  /** The conversation that is open, in the list. */
  CHOSEN,
  GOOD,
  /** On its way, or being tried again. */
  WAITING,
  BAD
}
