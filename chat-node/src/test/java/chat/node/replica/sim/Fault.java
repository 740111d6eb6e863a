package chat.node.replica.sim;

/** What a run may do to the cluster; {@link FaultPlan} carries it out. */
enum Fault {
  KILL,
  KILL_PRIMARY,
  KILL_ALL,
  RESTART,
  BOUNCE,
  LOSE_DISK,
  CUT_ONE_WAY,
  CUT,
  ISOLATE_PRIMARY,
  HEAL_NETWORK,
  HIDE_STORE,
  HIDE_STORE_FROM_PRIMARY,
  SHOW_STORE,
  PAUSE,
  PAUSE_PRIMARY,
  SUSPECT_WRONGLY,
  PROMOTE_WRONGLY,
  PROMOTION_DUE,
  HAND_OVER,
  LEAVE,
  END,
  COMPACT,
  ADD_NODE,
  SHOW_OLD_VIEW,
  REPEAT_SNAPSHOT
}
