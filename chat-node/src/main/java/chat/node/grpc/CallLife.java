package chat.node.grpc;

import io.grpc.Context;
import java.util.function.BooleanSupplier;

/**
 * Whether anybody still waits for a call's answer, and what of the budget of bytes the answer holds
 * until it has left. Any thread.
 */
final class CallLife {
  private final BooleanSupplier over;
  private ByteBudget.Held held = ByteBudget.NOTHING;
  private boolean ended;

  private CallLife(BooleanSupplier over) {
    this.over = over;
  }

  /** Of a call that ends with its context: at its deadline, or when the client goes. */
  static CallLife of(Context context) {
    return new CallLife(context::isCancelled);
  }

  /** Of a stream. */
  static CallLife of(Sink sink) {
    return new CallLife(sink::isOver);
  }

  /** Of what no caller waits for. */
  static CallLife endless() {
    return new CallLife(() -> false);
  }

  boolean isOver() {
    return over.getAsBoolean();
  }

  /** The answer takes these bytes from now on; those that it had are given back. */
  void hold(ByteBudget.Held bytes) {
    ByteBudget.Held before;
    synchronized (this) {
      before = ended ? bytes : held;
      held = ended ? ByteBudget.NOTHING : bytes;
    }
    before.close();
  }

  /** The answer is made, and takes so many bytes until it has left. */
  void answered(long bytes) {
    ByteBudget.Held now;
    synchronized (this) {
      now = held;
    }
    now.shrinkTo(bytes);
  }

  /** The answer has left, or never will. */
  void end() {
    ByteBudget.Held before;
    synchronized (this) {
      ended = true;
      before = held;
      held = ByteBudget.NOTHING;
    }
    before.close();
  }
}
