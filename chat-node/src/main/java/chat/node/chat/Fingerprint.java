package chat.node.chat;

/**
 * 64 bits over what a request asks for, passwords left out: tells a retry from another request
 * under the same id.
 */
public record Fingerprint(long value) {}
