package chat.controller.coordinator;

/** What a node says that it is. */
public enum Role {
  /** It knows no view, or none that it can act on. */
  WAITING,
  LEARNER,
  BACKUP,
  RECOVERING,
  PRIMARY,
  HALTED
}
