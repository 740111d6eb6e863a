package chat.node.chat;

/**
 * The bounds of groups. Part of applying a command, hence the same on every replica and not
 * configurable.
 *
 * @param members of a group, its owner included
 * @param groupsPerAccount that one account may belong to at a time, of those it made or accepted
 * @param addedPerAccount that one account may belong to at a time because others added it, before
 *     it reads or writes there; {@code groupsPerAccount} and these are what its stream reads
 *     through
 * @param addedPerAdder of {@code addedPerAccount}, by one and the same adder
 */
public record GroupLimits(
    int members, int groupsPerAccount, int addedPerAccount, int addedPerAdder) {
  /** Of a group's name, in code points. */
  public static final int NAME_LENGTH = 64;

  /**
   * Memberships of one account in one group that ended before the account was added again, of which
   * its stream still tells what was posted. The oldest beyond these are forgotten.
   */
  public static final int FORMER_KEPT = 4;

  /** Unread messages of one group that are counted; beyond, the count stays. */
  public static final int UNREAD_COUNTED = 10_000;

  public static final GroupLimits DEFAULTS = new GroupLimits(100, 200, 50, 10);

  /** How many groups an account can belong to, whoever added it. */
  public int groupsInAll() {
    return groupsPerAccount + addedPerAccount;
  }
}
