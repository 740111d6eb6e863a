package chat.cli.session;

/** Keys that do something, by what they do. */
public enum Key {
  ENTER,
  NEW_LINE,
  TAB,
  ESCAPE,
  BACKSPACE,
  DELETE,
  LEFT,
  RIGHT,
  WORD_LEFT,
  WORD_RIGHT,
  HOME,
  END,
  UP,
  DOWN,
  PAGE_UP,
  PAGE_DOWN,
  /** Back to the newest message. */
  BOTTOM,
  DELETE_WORD,
  DELETE_TO_START,
  DELETE_TO_END,
  NEXT_CONVERSATION,
  PREVIOUS_CONVERSATION,
  /** The next conversation with something unread. */
  NEXT_UNREAD,
  REDRAW,
  /** Empties the prompt; an empty one: leaves. */
  INTERRUPT,
  /** Leaves, where the prompt is empty. */
  END_OF_INPUT
}
