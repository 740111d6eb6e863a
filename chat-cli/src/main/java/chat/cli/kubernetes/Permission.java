package chat.cli.kubernetes;

/** Whether the user may do {@code verb} with {@code resource}; without it {@code lacks} holds. */
public record Permission(String verb, String resource, boolean allowed, String lacks) {}
