package chat.cli.session;

/** A sentence in the bottom line, until the next key. */
record Notice(String text, Tone tone) {}
