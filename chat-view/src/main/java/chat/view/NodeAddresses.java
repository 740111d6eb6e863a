package chat.view;

/** Where a node listens: for clients, and for the other nodes and the controller. */
public record NodeAddresses(Address client, Address peer) {}
