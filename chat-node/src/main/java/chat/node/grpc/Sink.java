package chat.node.grpc;

/** Where a handler's answers go: the client's side of one call. Any thread, one at a time. */
interface Sink {
  /** Sends one message. Buffers it where the client isn't ready. */
  void send(byte[] message);

  /** Whether a message would leave now instead of being buffered. */
  boolean isReady();

  /** Calls back, each time that the client gets ready again and when the call ends. */
  void onReady(Runnable listener);

  /** Whether the call is over. */
  boolean isOver();
}
