package chat.node.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValidationTest {
  private final Validation validation = new Validation(Limits.DEFAULTS);

  @Test
  void namesAreShortLowerCaseAscii() {
    for (String good : new String[] {"a", "0", "ann.b_c-d", "a".repeat(32)}) {
      assertThat(validation.name(good)).isEmpty();
    }
    for (String bad :
        new String[] {"", ".a", "-", "Ann", "é", "a b", "a:b", "a\n", "a".repeat(33)}) {
      assertReason(validation.name(bad), Refusal.Reason.INVALID_NAME);
    }
  }

  @Test
  void passwordsAreCountedInCharactersAndNeverRepeated() {
    assertThat(validation.password("👍".repeat(8))).isEmpty();
    assertThat(validation.password("x".repeat(128))).isEmpty();
    for (String bad : new String[] {"", "secret7", "y".repeat(129), "half\ud83d pair"}) {
      assertReason(validation.password(bad), Refusal.Reason.INVALID_PASSWORD);
    }
    assertThat(validation.password("secret7").orElseThrow().detail()).doesNotContain("secret7");
  }

  @Test
  void textsAreCountedInBytes() {
    assertThat(validation.text("x".repeat(16 * 1024))).isEmpty();
    assertThat(validation.text("é".repeat(8 * 1024))).isEmpty();
    assertThat(validation.text(" ")).isEmpty();
    assertReason(validation.text(""), Refusal.Reason.TEXT_EMPTY);
    assertReason(validation.text("x".repeat(16 * 1024 + 1)), Refusal.Reason.TEXT_TOO_LARGE);
    assertReason(validation.text("é".repeat(8 * 1024) + "x"), Refusal.Reason.TEXT_TOO_LARGE);
    assertReason(validation.text("\ud83d"), Refusal.Reason.INVALID_ARGUMENT);
  }

  @Test
  void idsAndTokensHaveTheirLength() {
    assertThat(validation.requestId(new byte[16])).isEmpty();
    assertReason(validation.requestId(new byte[15]), Refusal.Reason.INVALID_REQUEST_ID);
    assertThat(validation.token(new byte[32])).isEmpty();
    assertReason(validation.token(new byte[0]), Refusal.Reason.INVALID_TOKEN);
  }

  @Test
  void conversationsAreTwoNamesInOrder() {
    assertThat(validation.conversation("a:b")).isEmpty();
    assertThat(validation.conversation("a:a")).isEmpty();
    for (String bad : new String[] {"", "a", "b:a", "a:b:c", ":a", "A:b"}) {
      assertReason(validation.conversation(bad), Refusal.Reason.INVALID_ARGUMENT);
    }
  }

  @Test
  void aMarkNamesSomethingAndNothingBelowZero() {
    assertThat(validation.marks(1, 0)).isEmpty();
    assertThat(validation.marks(0, 1)).isEmpty();
    assertReason(validation.marks(0, 0), Refusal.Reason.INVALID_ARGUMENT);
    assertReason(validation.marks(-1, 1), Refusal.Reason.INVALID_ARGUMENT);
    assertReason(validation.marks(1, -1), Refusal.Reason.INVALID_ARGUMENT);
    assertReason(validation.seqBound(-1), Refusal.Reason.INVALID_ARGUMENT);
  }

  @Test
  void labelsAndPatternsHaveALongestLength() {
    assertThat(validation.client("x".repeat(100))).isEmpty();
    assertReason(validation.client("x".repeat(101)), Refusal.Reason.INVALID_ARGUMENT);
    assertThat(validation.pattern("*".repeat(64))).isEmpty();
    assertReason(validation.pattern("*".repeat(65)), Refusal.Reason.INVALID_ARGUMENT);
  }

  @Test
  void aPageHasTheDefaultOrWhatWasWishedUpToTheLargest() {
    assertThat(validation.entriesOfPage(0)).isEqualTo(50);
    assertThat(validation.entriesOfPage(7)).isEqualTo(7);
    assertThat(validation.entriesOfPage(Integer.MAX_VALUE)).isEqualTo(500);
    assertReason(validation.pageSize(-1), Refusal.Reason.INVALID_ARGUMENT);
  }

  @Test
  void aSessionIsRenewedOnceAQuarterOfItsLifetimeHasPassed() {
    long lifetime = Limits.DEFAULTS.sessionLifetime().toMillis();
    long expires = Limits.DEFAULTS.expiryAt(1000);
    assertThat(expires).isEqualTo(1000 + lifetime);
    assertThat(Limits.DEFAULTS.renewalDue(expires, 1000 + lifetime / 4 - 1)).isFalse();
    assertThat(Limits.DEFAULTS.renewalDue(expires, 1000 + lifetime / 4)).isTrue();
  }

  private static void assertReason(Optional<Refusal> refusal, Refusal.Reason reason) {
    assertThat(refusal).map(Refusal::reason).contains(reason);
  }
}
