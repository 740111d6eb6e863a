package chat.cli.session;

import chat.cli.client.ChatMessage;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** A screen under test: alice's, in UTC, with everything that it asked for. */
final class Stage {
  /** Saturday, 21 November 2026, 09:00. */
  static final long MORNING = 1_795_251_600_000L;

  static final long MINUTE = 60_000;

  private final Session session;
  private final List<Request> asked = new ArrayList<>();
  private boolean diskAnswers = true;

  Stage(int columns, int rows) {
    session = new Session(new Settings("alice", ZoneOffset.UTC), columns, rows);
  }

  static Stage live() {
    return new Stage(80, 16).with(new Input.CaughtUp()).with(new Input.Known(List.of()));
  }

  /** In a conversation with bob in which nothing was said yet. */
  static Stage withBob() {
    Stage stage = live().type("/open bob").press(Key.ENTER);
    return stage.with(new Input.Page("bob", List.of(), false));
  }

  Stage with(Input input) {
    for (Request request : session.take(input)) {
      asked.add(request);
      if (diskAnswers && request instanceof Request.Send send) {
        asked.addAll(session.take(new Input.Stored(send.ticket())));
      }
    }
    return this;
  }

  /** From now on the outbox has not taken what was sent until the test says so. */
  Stage slowDisk() {
    diskAnswers = false;
    return this;
  }

  Stage type(String text) {
    return with(new Input.Typed(text));
  }

  Stage press(Key... keys) {
    for (Key key : keys) {
      with(new Input.Pressed(key));
    }
    return this;
  }

  Stage send(String text) {
    return type(text).press(Key.ENTER);
  }

  Stage hear(long seq, String from, String text) {
    return with(new Input.Arrived(message(seq, from, text)));
  }

  /** {@code count} messages from bob, one a minute. */
  static List<ChatMessage> many(long first, int count) {
    return LongStream.range(first, first + count)
        .mapToObj(seq -> message(seq, "bob", "line " + seq))
        .toList();
  }

  static ChatMessage message(long seq, String from, String text) {
    String other = from.equals("alice") ? "bob" : from;
    String conversation = "alice".compareTo(other) <= 0 ? "alice:" + other : other + ":alice";
    return new ChatMessage(
        conversation,
        seq,
        conversation + "/" + seq,
        from,
        from.equals("alice") ? other : "alice",
        text,
        MORNING + seq * MINUTE,
        false,
        false,
        false);
  }

  List<Request> asked() {
    return asked;
  }

  <R extends Request> List<R> asked(Class<R> kind) {
    return asked.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  Stage forgetAsked() {
    asked.clear();
    return this;
  }

  String prompt() {
    return session.prompt().text();
  }

  Picture picture() {
    return session.picture();
  }

  /** All that is to be seen. */
  String seen() {
    return String.join("\n", picture().text());
  }

  String row(int index) {
    return picture().text().get(index);
  }

  String lastRow() {
    return picture().text().getLast();
  }

  /** The first row with this in it. */
  String rowWith(String text) {
    return picture().text().stream()
        .filter(r -> r.contains(text))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nowhere: " + text + "\n" + seen()));
  }
}
