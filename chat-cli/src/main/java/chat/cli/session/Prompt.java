package chat.cli.session;

import chat.cli.output.DisplayWidth;
import java.util.ArrayList;
import java.util.List;

/**
 * The text being written, with its cursor between two characters as a reader sees them. Remembers
 * what was sent, and what failed, to bring it back.
 */
final class Prompt {
  static final int REMEMBERED = 200;

  /** More than any server takes; it keeps a mistaken paste from filling the memory. */
  static final int LIMIT = 64 * 1024;

  private final StringBuilder text = new StringBuilder();
  private final List<String> remembered = new ArrayList<>();
  private int cursor;

  /** In {@link #remembered}; its size: the draft. */
  private int shown;

  private String draft = "";

  String text() {
    return text.toString();
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  int cursor() {
    return cursor;
  }

  /** False where it is more than the prompt takes; then nothing was put in. */
  boolean insert(String typed) {
    String clean = harmless(typed);
    if (text.length() + clean.length() > LIMIT) {
      return false;
    }
    text.insert(cursor, clean);
    cursor += clean.length();
    return true;
  }

  /** Line breaks as one character, no other control characters. */
  private static String harmless(String typed) {
    return typed
        .replace("\r\n", "\n")
        .replace('\r', '\n')
        .replace("\t", "    ")
        .replaceAll("[\\p{Cc}&&[^\n]]", "");
  }

  void replace(String whole) {
    text.setLength(0);
    text.append(whole);
    cursor = text.length();
  }

  /** Empties it and remembers what was in it. */
  String take() {
    String taken = text();
    remember(taken);
    replace("");
    return taken;
  }

  void remember(String line) {
    if (!line.isBlank() && (remembered.isEmpty() || !remembered.getLast().equals(line))) {
      remembered.add(line);
      if (remembered.size() > REMEMBERED) {
        remembered.removeFirst();
      }
    }
    shown = remembered.size();
    draft = "";
  }

  void left() {
    cursor = before();
  }

  void right() {
    cursor = after();
  }

  private int before() {
    if (cursor == 0) {
      return 0;
    }
    return cursor - DisplayWidth.clusters(text.substring(0, cursor)).getLast().length();
  }

  private int after() {
    if (cursor == text.length()) {
      return cursor;
    }
    return cursor + DisplayWidth.clusters(text.substring(cursor)).getFirst().length();
  }

  void wordLeft() {
    while (cursor > 0 && Character.isWhitespace(text.charAt(cursor - 1))) {
      cursor--;
    }
    while (cursor > 0 && !Character.isWhitespace(text.charAt(cursor - 1))) {
      cursor--;
    }
  }

  void wordRight() {
    while (cursor < text.length() && Character.isWhitespace(text.charAt(cursor))) {
      cursor++;
    }
    while (cursor < text.length() && !Character.isWhitespace(text.charAt(cursor))) {
      cursor++;
    }
  }

  /** The beginning of the line that the cursor is in. */
  void home() {
    cursor = lineStart();
  }

  void end() {
    cursor = lineEnd();
  }

  private int lineStart() {
    return cursor == 0 ? 0 : text.lastIndexOf("\n", cursor - 1) + 1;
  }

  private int lineEnd() {
    int end = text.indexOf("\n", cursor);
    return end < 0 ? text.length() : end;
  }

  void backspace() {
    int from = before();
    text.delete(from, cursor);
    cursor = from;
  }

  void delete() {
    text.delete(cursor, after());
  }

  void deleteWord() {
    int end = cursor;
    wordLeft();
    text.delete(cursor, end);
  }

  void deleteToStart() {
    int start = lineStart();
    text.delete(start, cursor);
    cursor = start;
  }

  void deleteToEnd() {
    text.delete(cursor, lineEnd());
  }

  /** A line up; from the first one: what was sent before. */
  void up() {
    int start = lineStart();
    if (start > 0) {
      int column = cursor - start;
      cursor = start - 1;
      cursor = onCluster(Math.min(cursor, lineStart() + column));
      return;
    }
    if (shown > 0) {
      if (shown == remembered.size()) {
        draft = text();
      }
      shown--;
      replace(remembered.get(shown));
    }
  }

  void down() {
    int end = lineEnd();
    if (end < text.length()) {
      int column = cursor - lineStart();
      cursor = end + 1;
      cursor = onCluster(Math.min(lineEnd(), cursor + column));
      return;
    }
    if (shown < remembered.size()) {
      shown++;
      replace(shown == remembered.size() ? draft : remembered.get(shown));
    }
  }

  /** Never within a character. */
  private int onCluster(int place) {
    int at = 0;
    for (String cluster : DisplayWidth.clusters(text())) {
      if (at + cluster.length() > place) {
        break;
      }
      at += cluster.length();
    }
    return at;
  }
}
