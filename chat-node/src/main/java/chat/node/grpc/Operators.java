package chat.node.grpc;

import chat.node.chat.AccountName;
import chat.node.chat.Refusal;
import java.util.Optional;
import java.util.Set;

/**
 * Who may hand over, back up and read the audit log: the accounts that the nodes' configuration
 * names, or every account where it says so. Whoever sets the configuration decides, not the state
 * that operators act upon.
 *
 * @param names of accounts, whether or not they are registered yet
 */
public record Operators(Set<AccountName> names, boolean everybody) {
  public static final Operators NONE = new Operators(Set.of(), false);

  public Operators {
    names = Set.copyOf(names);
  }

  boolean contains(AccountName name) {
    return everybody || names.contains(name);
  }

  /** Why this account may not do what operators may, if so. */
  Optional<Refusal> refusal(AccountName name) {
    return contains(name)
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                Refusal.Reason.NOT_OPERATOR, name + " isn't among the operators of this cluster"));
  }
}
