package chat.node.replica.sim;

/**
 * One attempt at a write, as it travels.
 *
 * @param request what is asked; the same in every attempt
 * @param attempt distinguishes this attempt's entry from all others
 */
record ClientCall(ClientRequest request, long attempt) {}
