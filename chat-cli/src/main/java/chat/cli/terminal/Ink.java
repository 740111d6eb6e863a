package chat.cli.terminal;

import chat.cli.session.Tone;

/**
 * What a tone looks like: emphasis, and a colour where colours are wanted. Written out here, since
 * JLine's own makes letters or ASCII of lines, whatever the terminal can show.
 */
record Ink(boolean colors) {

  String on(String text, Tone tone) {
    String codes =
        switch (tone) {
          case PLAIN -> "";
          case FAINT -> "2";
          case STRONG -> "1";
          case ME -> colored("1", "32");
          case NAME -> colored("", "36");
          case UNREAD -> colored("1", "33");
          case CHOSEN -> colored("1", "36");
          case GOOD -> colored("", "32");
          case WAITING -> colored("", "33");
          case BAD -> colored("", "31");
        };
    return codes.isEmpty() ? text : "\u001b[" + codes + "m" + text + "\u001b[0m";
  }

  private String colored(String emphasis, String color) {
    if (!colors) {
      return emphasis;
    }
    return emphasis.isEmpty() ? color : emphasis + ";" + color;
  }
}
