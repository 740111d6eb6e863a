package chat.view;

/** The view store could not be reached, or what it holds can't be understood. */
public class ViewStoreException extends Exception {
  private static final long serialVersionUID = 1L;

  public ViewStoreException(String message, Throwable cause) {
    super(message, cause);
  }

  public ViewStoreException(String message) {
    super(message);
  }
}
