package chat.cli.session;

/** How it stands with the connection, as the indicator shows it. */
sealed interface Link {

  record Connecting() implements Link {}

  record Live() implements Link {}

  record Lost(String what, String why) implements Link {}
}
