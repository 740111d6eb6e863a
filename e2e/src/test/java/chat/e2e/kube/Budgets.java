package chat.e2e.kube;

import chat.e2e.Budget;

/** How much the tests on a cluster do: little in the gate, more where the environment says so. */
final class Budgets {
  /** How long the API server stays away: {@code CHAT_API_OFF_SECONDS}. */
  static final int API_OFF_SECONDS = Budget.number("CHAT_API_OFF_SECONDS", 15);

  /** How long a chat that must wait is watched waiting: {@code CHAT_WAIT_SECONDS}. */
  static final int WAIT_SECONDS = Budget.number("CHAT_WAIT_SECONDS", 6);

  /** Size of the database before the cluster grows: {@code CHAT_DATABASE_MIB}. */
  static final int DATABASE_MIB = Budget.number("CHAT_DATABASE_MIB", 20);

  /** How often an event is repeated whose gap has an aim: {@code CHAT_TIMES}. */
  static final int TIMES = Budget.number("CHAT_TIMES", 1);

  /** Whether two terminals chat beside the two users, too: {@code CHAT_TERMINALS}, 1 or 0. */
  static final boolean TERMINALS = Budget.number("CHAT_TERMINALS", 0) == 1;

  private Budgets() {}
}
