package chat.cli.session;

/** How far a message of one's own has got. Told apart by shape, for those who see no colours. */
enum Mark {
  PENDING("…", Tone.WAITING),
  UNDECIDED("?", Tone.WAITING),
  /** By the chat's rules; it stays where it was written, with the reason. */
  REFUSED("!", Tone.BAD),
  SENT("✓", Tone.FAINT),
  DELIVERED("✓✓", Tone.FAINT),
  READ("✔✔", Tone.GOOD),
  /** The receiver's account was deleted before it got there. */
  UNDELIVERABLE("✗", Tone.BAD),
  /** Somebody else's message carries no mark. */
  NONE("", Tone.PLAIN);

  private final String sign;
  private final Tone tone;

  Mark(String sign, Tone tone) {
    this.sign = sign;
    this.tone = tone;
  }

  String sign() {
    return sign;
  }

  Tone tone() {
    return tone;
  }
}
