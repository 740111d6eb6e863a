package chat.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  private final Passwords passwords = new Passwords(2);

  @Test
  void thePasswordIsRecognizedAndNoOther() {
    String stored = passwords.hash("correct horse");
    assertThat(stored).startsWith("$argon2id$v=19$").doesNotContain("horse");
    assertThat(passwords.verify("correct horse", stored)).isTrue();
    assertThat(passwords.verify("correct horsf", stored)).isFalse();
    assertThat(passwords.verify("", stored)).isFalse();
  }

  @Test
  void theSamePasswordHasAnotherHashEachTime() {
    assertThat(passwords.hash("correct horse")).isNotEqualTo(passwords.hash("correct horse"));
  }

  @Test
  void anAccentTypedInTwoWaysIsOnePassword() {
    String stored = passwords.hash("caf\u00e9 au lait");
    assertThat(passwords.verify("cafe\u0301 au lait", stored)).isTrue();
  }

  /** Hashes made elsewhere, with other parameters and the reference implementation's format. */
  @Test
  void aStoredHashCarriesItsOwnParameters() {
    assertThat(
            passwords.verify(
                "password",
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"))
        .isTrue();
  }

  @Test
  void moreThanTheLimitWaitAndAllAreServed() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(5);
    for (int i = 0; i < 5; i++) {
      Thread.ofVirtual()
          .start(
              () -> {
                passwords.verifyNobody("a guess");
                done.countDown();
              });
    }
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
  }
}
