package chat.controller.grpc;

/** How this controller calls itself to nodes, for people who ask them; either may be empty. */
public record Introduction(String name, String version) {}
