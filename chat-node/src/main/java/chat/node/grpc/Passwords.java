package chat.node.grpc;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.text.Normalizer;
import java.util.concurrent.Semaphore;

/**
 * Argon2id over passwords, in normal form C so that the same characters typed on another machine
 * are the same password. Any thread; blocks for tens of milliseconds of computing, and while as
 * many others as the limit allows compute.
 */
final class Passwords {
  /**
   * RFC 9106 names the parameters. Tuned to 45-75 ms on one core; stored hashes carry their own.
   */
  private static final int MEMORY_KIB = 19 * 1024;

  private static final int ITERATIONS = 2;
  private static final int LANES = 1;
  private static final int HASH_BYTES = 32;
  private static final int SALT_BYTES = 16;

  private final Argon2Function function =
      Argon2Function.getInstance(MEMORY_KIB, ITERATIONS, LANES, HASH_BYTES, Argon2.ID);
  private final Semaphore free;
  private final String hashOfNobody;

  /** With at most {@code limit} computations at a time: each takes a core, and 19 MiB. */
  public Passwords(int limit) {
    this.free = new Semaphore(limit, true);
    this.hashOfNobody = hash("nobody's password");
  }

  /** The string to store, with a new salt: {@code $argon2id$…}. */
  public String hash(String password) {
    free.acquireUninterruptibly();
    try {
      return Password.hash(normal(password)).addRandomSalt(SALT_BYTES).with(function).getResult();
    } finally {
      free.release();
    }
  }

  /** Whether this is the password of the stored string. */
  public boolean verify(String password, String stored) {
    free.acquireUninterruptibly();
    try {
      return Password.check(normal(password), stored)
          .with(Argon2Function.getInstanceFromHash(stored));
    } finally {
      free.release();
    }
  }

  /** Takes as long as {@link #verify}, for a name that nobody has: time tells no names. */
  public void verifyNobody(String password) {
    boolean _ = verify(password, hashOfNobody);
  }

  private static String normal(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFC);
  }
}
