package chat.node.grpc;

import chat.node.chat.AccountName;
import chat.node.chat.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Who may hand over, back up and read the audit log: the accounts that the nodes' configuration
 * names, or every account where it says so. Whoever sets the configuration decides, not the state
 * that operators act upon. A name of the configuration is registered with the configuration's code
 * only, so that nobody else takes it first.
 *
 * @param names of accounts, whether or not they are registered yet
 * @param codeHash SHA-256 of the operator code; without one no operator's name can be registered
 */
public record Operators(Set<AccountName> names, boolean everybody, Optional<String> codeHash) {
  public static final Operators NONE = new Operators(Set.of(), false);

  public Operators {
    names = Set.copyOf(names);
  }

  public Operators(Set<AccountName> names, boolean everybody) {
    this(names, everybody, Optional.empty());
  }

  /** The same with the code that registers a name among them. Only its hash is kept. */
  public Operators withCode(String code) {
    return new Operators(names, everybody, Optional.of(hash(code)));
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

  /** Why nobody registers this name with this code, if so. */
  Optional<Refusal> registrationRefusal(AccountName name, String code) {
    return !names.contains(name) || proves(code)
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                Refusal.Reason.OPERATOR_CODE_REQUIRED,
                name + " is an operator's name: register it with the operator code of the nodes"));
  }

  private boolean proves(String code) {
    return codeHash.isPresent()
        && MessageDigest.isEqual(
            hash(code).getBytes(StandardCharsets.UTF_8),
            codeHash.get().getBytes(StandardCharsets.UTF_8));
  }

  private static String hash(String code) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
