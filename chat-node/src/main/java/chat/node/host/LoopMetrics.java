package chat.node.host;

/** What the loop tells about its work, as it happens. On the loop's thread; must not block. */
public interface LoopMetrics {

  /** A command was applied this long after it was submitted. */
  void committed(long nanos);

  /** A transaction of the store took this long. {@code durable}: it waited for the disk. */
  void wrote(long nanos, int changes, boolean durable);

  /** A turn proposed so many commands. */
  void proposed(int commands, long bytes);

  /** This node began or ceased to lead. */
  void roleChanged(Replication.Role role);

  LoopMetrics NONE =
      new LoopMetrics() {
        @Override
        public void committed(long nanos) {}

        @Override
        public void wrote(long nanos, int changes, boolean durable) {}

        @Override
        public void proposed(int commands, long bytes) {}

        @Override
        public void roleChanged(Replication.Role role) {}
      };
}
