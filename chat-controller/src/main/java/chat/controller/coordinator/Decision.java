package chat.controller.coordinator;

import chat.view.View;

/** What to do now. Equal observations make equal decisions, reasons included. */
public sealed interface Decision {
  /** Write the first view of a new cluster (rule 0). */
  record FirstView(View next) implements Decision {}

  /** Give the lead to another, or to the same in a new epoch (rule 6). */
  record Promote(View next, String reason) implements Decision {}

  /** Something is missing, and writing anything would be wrong. */
  record Wait(String reason) implements Decision {}

  /** A primary leads, as far as can be seen. */
  record Nothing() implements Decision {}
}
