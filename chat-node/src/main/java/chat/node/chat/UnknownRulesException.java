package chat.node.chat;

/** The state or the log asks for rules that this program does not have: the node must stop. */
public final class UnknownRulesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownRulesException(int asked, int known) {
    super(
        ("the log applies by version %d of the rules and this program knows versions up to %d:"
                + " applying it would make this replica differ from the others."
                + " Start a version of the program that knows version %d")
            .formatted(asked, known, asked));
  }
}
