package chat.view;

/**
 * The store holds something that is no view. Never the same as holding none: nobody may start
 * afresh beside it, and nothing overwrites it.
 */
public final class DamagedViewException extends ViewStoreException {
  private static final long serialVersionUID = 1L;

  public DamagedViewException(String message, Throwable cause) {
    super(message, cause);
  }

  public DamagedViewException(String message) {
    super(message);
  }
}
