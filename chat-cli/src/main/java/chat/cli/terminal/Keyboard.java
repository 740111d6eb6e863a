package chat.cli.terminal;

import chat.cli.session.Input;
import chat.cli.session.Key;
import chat.cli.text.TypedText;
import java.io.IOError;
import java.util.Optional;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.reader.EndOfFileException;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;

/**
 * What is typed, as inputs: characters, keys, pasted text, and whether anybody looks. The
 * terminal's reader gives bytes: see {@link ScreenTerminal}.
 */
final class Keyboard {
  private static final String PASTE_BEGINS = "\u001b[200~";
  private static final String PASTE_ENDS = "\u001b[201~";
  private static final String FOCUS_IN = "\u001b[I";
  private static final String FOCUS_OUT = "\u001b[O";

  /** How long a lone Escape waits for the rest of a sequence. */
  private static final long ESCAPE_MILLIS = 80;

  private final BindingReader reader;
  private final KeyMap<Binding> keys = new KeyMap<>();
  private final TypedText text = new TypedText();

  /** Read already, and to be given next: what follows a broken character. */
  private Optional<Input> next = Optional.empty();

  private sealed interface Binding {
    record Press(Key key) implements Binding {}

    record Type() implements Binding {}

    record Paste() implements Binding {}

    record Focus(boolean in) implements Binding {}

    /** A sequence that means nothing here. */
    record Ignore() implements Binding {}
  }

  Keyboard(Terminal terminal) {
    this.reader = new BindingReader(terminal.reader());
    keys.setAmbiguousTimeout(ESCAPE_MILLIS);
    keys.setUnicode(new Binding.Type());
    keys.setNomatch(new Binding.Ignore());
    for (char c = ' '; c < 0x7f; c++) {
      keys.bind(new Binding.Type(), String.valueOf(c));
    }
    keys.bind(new Binding.Paste(), PASTE_BEGINS);
    keys.bind(new Binding.Focus(true), FOCUS_IN);
    keys.bind(new Binding.Focus(false), FOCUS_OUT);
    bindControls();
    bindSequences(terminal);
  }

  private void bindControls() {
    bind(Key.ENTER, "\r");
    bind(Key.NEW_LINE, "\u001b\r", "\n", "\u001b\n");
    bind(Key.TAB, "\t");
    bind(Key.ESCAPE, "\u001b");
    bind(Key.BACKSPACE, "\u007f", KeyMap.ctrl('H'));
    bind(Key.HOME, KeyMap.ctrl('A'));
    bind(Key.END, KeyMap.ctrl('E'));
    bind(Key.LEFT, KeyMap.ctrl('B'));
    bind(Key.RIGHT, KeyMap.ctrl('F'));
    bind(Key.DELETE_WORD, KeyMap.ctrl('W'), "\u001b\u007f");
    bind(Key.DELETE_TO_START, KeyMap.ctrl('U'));
    bind(Key.DELETE_TO_END, KeyMap.ctrl('K'));
    bind(Key.NEXT_CONVERSATION, KeyMap.ctrl('N'), "\u001b[1;3B");
    bind(Key.PREVIOUS_CONVERSATION, KeyMap.ctrl('P'), "\u001b[1;3A");
    bind(Key.NEXT_UNREAD, KeyMap.ctrl('O'), "\u001ba");
    bind(Key.REDRAW, KeyMap.ctrl('L'));
    bind(Key.INTERRUPT, KeyMap.ctrl('C'));
    bind(Key.END_OF_INPUT, KeyMap.ctrl('D'));
    bind(Key.WORD_LEFT, "\u001bb", "\u001b[1;5D", "\u001b[1;3D");
    bind(Key.WORD_RIGHT, "\u001bf", "\u001b[1;5C", "\u001b[1;3C");
  }

  /** As the terminal says it sends them, and as most do whatever they say. */
  private void bindSequences(Terminal terminal) {
    bind(Key.UP, "\u001b[A", "\u001bOA", KeyMap.key(terminal, Capability.key_up));
    bind(Key.DOWN, "\u001b[B", "\u001bOB", KeyMap.key(terminal, Capability.key_down));
    bind(Key.RIGHT, "\u001b[C", "\u001bOC", KeyMap.key(terminal, Capability.key_right));
    bind(Key.LEFT, "\u001b[D", "\u001bOD", KeyMap.key(terminal, Capability.key_left));
    bind(Key.HOME, "\u001b[H", "\u001bOH", "\u001b[1~", "\u001b[7~");
    bind(Key.END, "\u001b[F", "\u001bOF", "\u001b[4~", "\u001b[8~");
    bind(Key.DELETE, "\u001b[3~");
    bind(Key.PAGE_UP, "\u001b[5~", KeyMap.key(terminal, Capability.key_ppage));
    bind(Key.PAGE_DOWN, "\u001b[6~", KeyMap.key(terminal, Capability.key_npage));
    bind(Key.BOTTOM, "\u001b[1;5F");
  }

  private void bind(Key key, String... sequences) {
    for (String sequence : sequences) {
      if (sequence != null && !sequence.isEmpty()) {
        keys.bind(new Binding.Press(key), sequence);
      }
    }
  }

  /** Waits for the next one; empty where the terminal has gone, or the thread is interrupted. */
  Optional<Input> next() {
    try {
      Optional<Input> held = next;
      next = Optional.empty();
      return held.isPresent() ? held : read();
    } catch (IOError | EndOfFileException gone) {
      // That is how the reader tells of a terminal that was closed, and of an interrupt.
      return Optional.empty();
    }
  }

  private Optional<Input> read() {
    boolean escaped = false;
    while (true) {
      Binding binding = reader.readBinding(keys);
      if (escaped && "[".equals(reader.getLastBinding())) {
        passOver();
        escaped = false;
        continue;
      }
      switch (binding) {
        case null -> {
          return Optional.empty();
        }
        case Binding.Press(var key) -> {
          return behindRest(new Input.Pressed(key));
        }
        case Binding.Type _ -> {
          String typed = decoded(reader.getLastBinding());
          if (!typed.isEmpty()) {
            return Optional.of(new Input.Typed(typed));
          }
        }
        case Binding.Paste _ -> {
          String pasted = reader.readStringUntil(PASTE_ENDS);
          return pasted == null
              ? Optional.empty()
              : behindRest(new Input.Pasted(TypedText.of(pasted)));
        }
        case Binding.Focus(var in) -> {
          return behindRest(new Input.Focused(in));
        }
        // The reader takes away the first character only of what it doesn't know.
        case Binding.Ignore _ -> escaped = "\u001b".equals(reader.getLastBinding());
      }
    }
  }

  private String decoded(String bytes) {
    StringBuilder complete = new StringBuilder();
    bytes.chars().forEach(b -> complete.append(text.take(b)));
    return complete.toString();
  }

  /** Behind what is left of a character that was begun, which is broken then. */
  private Optional<Input> behindRest(Input input) {
    String rest = text.rest();
    if (rest.isEmpty()) {
      return Optional.of(input);
    }
    next = Optional.of(input);
    return Optional.of(new Input.Typed(rest));
  }

  /**
   * The rest of a sequence, to its last character: a key that isn't known, or what a slow terminal
   * answers late to a question that was asked at the start. None of it was typed.
   */
  private void passOver() {
    Binding binding = reader.readBinding(keys);
    while (binding != null && !endsSequence(reader.getLastBinding())) {
      binding = reader.readBinding(keys);
    }
  }

  private static boolean endsSequence(String text) {
    char last = text.charAt(text.length() - 1);
    return last < ' ' || last >= '@';
  }
}
