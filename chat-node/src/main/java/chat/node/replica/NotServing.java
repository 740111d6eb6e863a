package chat.node.replica;

/** Why a replica takes no call right now. Nothing was applied. */
public enum NotServing {
  /** Another node leads, or none does yet. */
  NOT_PRIMARY,
  /** It leads, but hasn't brought the required members to its log yet (rule 7). */
  RECOVERING,
  /** It is handing over to another member. */
  HANDING_OVER,
  /** More is in flight than the limit allows. */
  OVERLOADED,
  /** Entries wait, and the commit index has stood still for too long. */
  COMMIT_STALLED,
  /** It stopped for good. */
  HALTED
}
