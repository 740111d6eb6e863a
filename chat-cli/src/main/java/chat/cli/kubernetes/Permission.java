package chat.cli.kubernetes;

/**
 * Whether the user may do {@code verb} with {@code resource}; without it {@code lacks} holds.
 *
 * @param essential no command works without it, on any Kubernetes
 */
public record Permission(
    String verb, String resource, boolean essential, boolean allowed, String lacks) {}
