package chat.node.grpc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Something of the node's, of which a test sees every question. */
final class Asked {
  private Asked() {}

  /** A question to the real one, which is not asked yet. */
  @FunctionalInterface
  interface Question {
    Object ask() throws Throwable;
  }

  /** Asks a question, of which it is told the name, and does what the test wants beside it. */
  @FunctionalInterface
  interface Around {
    Object answer(String name, Question question) throws Throwable;
  }

  static <T> T of(Class<T> type, T real, Around around) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) ->
                around.answer(
                    method.getName(),
                    () -> {
                      try {
                        return method.invoke(real, arguments);
                      } catch (InvocationTargetException e) {
                        throw e.getCause();
                      }
                    })));
  }
}
