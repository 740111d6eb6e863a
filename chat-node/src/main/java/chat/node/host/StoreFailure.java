package chat.node.host;

/** The disk failed, or what it holds contradicts itself. The process ends; it never tries again. */
public class StoreFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreFailure(String message, Throwable cause) {
    super(message, cause);
  }

  public StoreFailure(String message) {
    super(message);
  }
}
