package chat.node.grpc;

import chat.node.chat.ChatReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A reader whose questions go through a test. */
final class AskedReader {
  private AskedReader() {}

  /** A question to the state, which is not asked yet. */
  @FunctionalInterface
  interface Question {
    Object ask() throws Throwable;
  }

  /** Asks a question, of which it is told the name, and does what the test wants beside it. */
  @FunctionalInterface
  interface Around {
    Object answer(String name, Question question) throws Throwable;
  }

  static ChatReader of(ChatReader real, Around around) {
    return (ChatReader)
        Proxy.newProxyInstance(
            ChatReader.class.getClassLoader(),
            new Class<?>[] {ChatReader.class},
            (_, method, arguments) ->
                around.answer(
                    method.getName(),
                    () -> {
                      try {
                        return method.invoke(real, arguments);
                      } catch (InvocationTargetException e) {
                        throw e.getCause();
                      }
                    }));
  }
}
