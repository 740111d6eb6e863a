package chat.cli.terminal;

import chat.cli.client.ChatClient;
import chat.cli.client.Durations;
import chat.cli.client.Notices;
import chat.cli.delivery.OutboxSender;
import chat.cli.profile.Outbox;
import chat.cli.session.Input;
import chat.cli.session.Key;
import chat.cli.session.Request;
import chat.cli.session.Session;
import chat.cli.session.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * The interactive screen, running: one thread takes inputs and draws; the keyboard, the stream, the
 * sending, the looking up and the marks have a thread each.
 */
public final class LiveScreen {
  /** What was typed just before leaving is still sent, where that takes no longer. */
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(2);

  private final Wishes wishes;
  private final Inputs inputs = new Inputs();
  private final List<Thread> workers = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
  private volatile boolean leaving;

  /** {@code name}: a conversation to begin with; empty: none. */
  public record Wishes(Settings settings, boolean colors, String name) {}

  public LiveScreen(Wishes wishes) {
    this.wishes = wishes;
  }

  /** What the client has to tell is shown on the screen. */
  public Notices notices() {
    return new ScreenNotices(inputs);
  }

  /**
   * Until its user leaves. Everything that was typed and sent is in the outbox when it returns, and
   * before a signal ends the process; {@code farewell} then gets the texts that could not be kept.
   */
  public void run(
      ChatClient client, Outbox outbox, OutboxSender.Author author, Consumer<List<String>> farewell)
      throws IOException {
    Courier courier = new Courier(new OutboxSender(client, outbox, author), outbox, author, inputs);
    Scribe scribe = new Scribe(outbox, author, inputs, courier);
    try (Terminal terminal = ScreenTerminal.builder().system(true).build()) {
      Attributes before = rawMode(terminal);
      Painter painter = new Painter(terminal, wishes.colors());
      Thread rescue =
          new Thread(
              () -> {
                List<String> unkept = scribe.finish();
                restore(terminal, before, painter);
                farewell.accept(unkept);
              },
              "restore-terminal");
      Runtime.getRuntime().addShutdownHook(rescue);
      try {
        painter.begin();
        serve(terminal, painter, client, courier, scribe);
      } finally {
        leaving = true;
        List<String> unkept = scribe.finish();
        courier.settle(SETTLE_LIMIT);
        workers.forEach(Thread::interrupt);
        Runtime.getRuntime().removeShutdownHook(rescue);
        restore(terminal, before, painter);
        farewell.accept(unkept);
      }
    }
    Throwable why = broken.get();
    if (why != null) {
      throw new IllegalStateException("a part of the screen broke", why);
    }
  }

  /** Every key comes to us, Ctrl-C too. */
  private static Attributes rawMode(Terminal terminal) {
    Attributes before = terminal.enterRawMode();
    Attributes ours = terminal.getAttributes();
    ours.setLocalFlag(Attributes.LocalFlag.ISIG, false);
    terminal.setAttributes(ours);
    return before;
  }

  private static void restore(Terminal terminal, Attributes before, Painter painter) {
    painter.end();
    terminal.setAttributes(before);
  }

  private void serve(
      Terminal terminal, Painter painter, ChatClient client, Courier courier, Scribe scribe) {
    String me = wishes.settings().me();
    Size size = terminal.getSize();
    Session session = new Session(wishes.settings(), size.getColumns(), size.getRows());
    Librarian librarian = new Librarian(client, inputs);
    MarkKeeper marks = new MarkKeeper(client);
    if (!wishes.name().isEmpty()) {
      inputs.put(new Input.Typed("/open " + wishes.name()));
      inputs.put(new Input.Pressed(Key.ENTER));
    }
    librarian.offer(new Request.AskStatus());
    terminal.handle(Terminal.Signal.WINCH, _ -> resized(terminal));
    start("keyboard", () -> keyboard(terminal));
    start("scribe", scribe);
    start("courier", courier);
    start("librarian", librarian);
    start("marks", marks);
    start("watcher", new Watcher(client, me, inputs, marks));
    Errands errands = new Errands(me, scribe, librarian, marks);
    try {
      painter.paint(session.picture());
      while (true) {
        for (Input input : inputs.take()) {
          if (!follow(session, errands, painter, input)) {
            return;
          }
        }
        painter.paint(session.picture());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** False where the user leaves. */
  private boolean follow(Session session, Errands errands, Painter painter, Input input) {
    List<Input> more = new ArrayList<>();
    for (Request request : session.take(input)) {
      switch (request) {
        case Request.Leave _ -> {
          return false;
        }
        case Request.Redraw _ -> painter.forget();
        case Request.Ring _ -> painter.ring();
        case Request.Send _,
            Request.Drop _,
            Request.Load _,
            Request.MarkRead _,
            Request.FindUsers _,
            Request.AskConversations _,
            Request.AskStatus _,
            Request.Search _ ->
            errands.give(request).ifPresent(more::add);
      }
    }
    return more.stream().allMatch(refusal -> follow(session, errands, painter, refusal));
  }

  private void resized(Terminal terminal) {
    Size size = terminal.getSize();
    inputs.put(new Input.Resized(size.getColumns(), size.getRows()));
  }

  private void keyboard(Terminal terminal) {
    Keyboard keyboard = new Keyboard(terminal);
    while (!Thread.currentThread().isInterrupted()) {
      var next = keyboard.next();
      if (next.isEmpty()) {
        // The terminal has gone: leave as with Ctrl-D.
        inputs.put(new Input.Gone());
        return;
      }
      inputs.put(next.get());
    }
  }

  private void start(String name, Runnable work) {
    workers.add(
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .uncaughtExceptionHandler((_, why) -> broke(why))
            .start(work));
  }

  /** Ends the screen, and is told below it; what breaks by being interrupted is of no interest. */
  private void broke(Throwable why) {
    if (!leaving && broken.compareAndSet(null, why)) {
      inputs.put(new Input.Gone());
    }
  }

  private record ScreenNotices(Inputs inputs) implements Notices {
    @Override
    public void lost(String what, String why) {
      inputs.put(new Input.LinkLost(what, why));
    }

    @Override
    public void back(Back back) {
      inputs.put(new Input.LinkBack(back.node(), back.epoch(), Durations.text(back.after())));
    }
  }
}
