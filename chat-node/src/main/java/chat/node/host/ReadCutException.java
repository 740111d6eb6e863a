package chat.node.host;

/** The store interrupted a read because of its {@link ReadBounds}. Nothing is wrong with it. */
public final class ReadCutException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ReadBounds.Cut cut;

  public ReadCutException(ReadBounds.Cut cut) {
    super("the read was cut: " + cut, null, false, false);
    this.cut = cut;
  }

  public ReadBounds.Cut cut() {
    return cut;
  }
}
