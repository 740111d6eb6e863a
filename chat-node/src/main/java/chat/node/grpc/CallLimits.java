package chat.node.grpc;

import java.time.Duration;

/**
 * The bounds of the clients' port. What a caller may ask for is bounded by the chat's own limits.
 *
 * @param patience how long a call waits for a node to serve it, if its own deadline allows
 * @param waitingCalls calls that wait for that at one time; more are turned away
 * @param firstRetry the first pause before a call that was not taken is tried again
 * @param lastRetry what that pause doubles up to
 * @param forwardedDeadline of a forwarded unary call whose client set none
 * @param statusDeadline for another node's own status
 * @param hashDeadline for another node's status with the hash of its state
 * @param statusInterval between two answers of a watched status, unless something changed
 * @param statusKept how long a status of all nodes is given out again
 * @param statusWatchers of the status at one time, with a session
 * @param heartbeat of an idle subscription
 * @param slowReader how long a subscriber may take no event before it is closed with its cursor
 * @param subscriptions streams open at one time
 * @param changesPage changes that a subscription reads at one time
 * @param connect how long connecting to another node may take before another address is tried
 * @param keepAlive how often an idle connection is tried
 * @param keepAliveTimeout how long that may take
 * @param drain how long calls may go on after the node began to stop
 * @param sessionsCached sessions held in memory with their rate limits
 * @param failuresOfName how wrong passwords of one name from one place are slowed
 * @param failuresOfAddress how wrong passwords from one address are slowed, whatever the names
 * @param registrationsPerSecond accounts made from one address, sustained
 * @param registrationBurst accounts made from one address at once
 * @param addressesRemembered addresses whose registrations are counted
 * @param switchover how long a hand-over is waited for before its outcome is told as unknown
 * @param backupsAtOnce backups that a node sends at one time; more are turned away
 * @param passwordQueue password checks that wait for a thread
 */
public record CallLimits(
    Duration patience,
    int waitingCalls,
    Duration firstRetry,
    Duration lastRetry,
    Duration forwardedDeadline,
    Duration statusDeadline,
    Duration hashDeadline,
    Duration statusInterval,
    Duration statusKept,
    int statusWatchers,
    Duration heartbeat,
    Duration slowReader,
    int subscriptions,
    int changesPage,
    Duration connect,
    Duration keepAlive,
    Duration keepAliveTimeout,
    Duration drain,
    int sessionsCached,
    FailureThrottle.Bounds failuresOfName,
    FailureThrottle.Bounds failuresOfAddress,
    int registrationsPerSecond,
    int registrationBurst,
    int addressesRemembered,
    Duration switchover,
    int backupsAtOnce,
    int passwordQueue,
    StreamLimits streams,
    ReadPoolLimits reads,
    ConnectionLimits connections) {

  public static final CallLimits DEFAULTS =
      new CallLimits(
          Duration.ofSeconds(10),
          10_000,
          Duration.ofMillis(10),
          Duration.ofMillis(200),
          Duration.ofSeconds(30),
          Duration.ofMillis(500),
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          Duration.ofMillis(100),
          64,
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          10_000,
          256,
          Duration.ofSeconds(1),
          Duration.ofSeconds(20),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          100_000,
          new FailureThrottle.Bounds(100_000, 5, Duration.ofMillis(500), Duration.ofSeconds(30), 4),
          new FailureThrottle.Bounds(
              100_000, 20, Duration.ofMillis(500), Duration.ofSeconds(30), 8),
          20,
          200,
          100_000,
          Duration.ofSeconds(8),
          1,
          64,
          StreamLimits.DEFAULTS,
          ReadPoolLimits.DEFAULTS,
          ConnectionLimits.DEFAULTS);

  /** These limits with other bounds for wrong passwords of one name. */
  CallLimits with(FailureThrottle.Bounds ofName) {
    return with(patience, heartbeat, slowReader, statusInterval, ofName, switchover);
  }

  /** These limits with another time for hand-overs. */
  CallLimits handingOverWithin(Duration time) {
    return with(patience, heartbeat, slowReader, statusInterval, failuresOfName, time);
  }

  /** These limits with other times. */
  public CallLimits with(
      Duration patience, Duration heartbeat, Duration slowReader, Duration statusInterval) {
    return with(patience, heartbeat, slowReader, statusInterval, failuresOfName, switchover);
  }

  private CallLimits with(
      Duration patience,
      Duration heartbeat,
      Duration slowReader,
      Duration statusInterval,
      FailureThrottle.Bounds failuresOfName,
      Duration switchover) {
    return new CallLimits(
        patience,
        waitingCalls,
        firstRetry,
        lastRetry,
        forwardedDeadline,
        statusDeadline,
        hashDeadline,
        statusInterval,
        statusKept,
        statusWatchers,
        heartbeat,
        slowReader,
        subscriptions,
        changesPage,
        connect,
        keepAlive,
        keepAliveTimeout,
        drain,
        sessionsCached,
        failuresOfName,
        failuresOfAddress,
        registrationsPerSecond,
        registrationBurst,
        addressesRemembered,
        switchover,
        backupsAtOnce,
        passwordQueue,
        streams,
        reads,
        connections);
  }

  /** These limits with others for reads. */
  CallLimits with(ReadPoolLimits reads) {
    return new CallLimits(
        patience,
        waitingCalls,
        firstRetry,
        lastRetry,
        forwardedDeadline,
        statusDeadline,
        hashDeadline,
        statusInterval,
        statusKept,
        statusWatchers,
        heartbeat,
        slowReader,
        subscriptions,
        changesPage,
        connect,
        keepAlive,
        keepAliveTimeout,
        drain,
        sessionsCached,
        failuresOfName,
        failuresOfAddress,
        registrationsPerSecond,
        registrationBurst,
        addressesRemembered,
        switchover,
        backupsAtOnce,
        passwordQueue,
        streams,
        reads,
        connections);
  }

  /** These limits with others for connections. */
  public CallLimits with(ConnectionLimits connections) {
    return new CallLimits(
        patience,
        waitingCalls,
        firstRetry,
        lastRetry,
        forwardedDeadline,
        statusDeadline,
        hashDeadline,
        statusInterval,
        statusKept,
        statusWatchers,
        heartbeat,
        slowReader,
        subscriptions,
        changesPage,
        connect,
        keepAlive,
        keepAliveTimeout,
        drain,
        sessionsCached,
        failuresOfName,
        failuresOfAddress,
        registrationsPerSecond,
        registrationBurst,
        addressesRemembered,
        switchover,
        backupsAtOnce,
        passwordQueue,
        streams,
        reads,
        connections);
  }
}
