package chat.node.grpc;

/** Carries a {@link Failure} through a future. */
final class CallFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient Failure failure;

  CallFailure(Failure failure) {
    super(failure.toString(), null, false, false);
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
