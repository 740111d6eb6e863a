package chat.cli.profile;

/** The name of a context; it serves as a folder's name. */
public record ContextName(String value) {
  public static final ContextName LOCAL = new ContextName("local");

  public ContextName {
    if (!value.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
      throw new IllegalArgumentException(
          "not a context's name (letters, digits, '.', '_', '-'): '" + value + "'");
    }
  }

  /** For a release that was asked for without a context: always the same one. */
  public static ContextName of(Contexts.Target.Kubernetes target) {
    String readable = "kube-" + target.namespace() + "-" + target.release();
    return new ContextName(
        "%s-%08x"
            .formatted(
                readable.substring(0, Math.min(readable.length(), 50)),
                target.toString().hashCode()));
  }

  @Override
  public String toString() {
    return value;
  }
}
