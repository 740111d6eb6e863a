package chat.controller.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import chat.controller.coordinator.Contact;
import chat.controller.coordinator.Report;
import chat.controller.coordinator.Reports;
import chat.controller.coordinator.Role;
import chat.view.NodeName;
import chat.view.Views;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NodeContactTest {
  private static final Report REPORT = Reports.in(Role.BACKUP, Views.member("chat-0"));
  private static final long LIMIT = Duration.ofMillis(1000).toNanos();

  private final NodeContact contact =
      new NodeContact(new NodeName("chat-0"), Duration.ofNanos(LIMIT), 0);

  @Test
  void aNodeThatWasNeverReachedIsUnsureUntilTheLimit() {
    assertThat(contact.at(LIMIT)).isInstanceOf(Contact.Unsure.class);
    assertThat(contact.at(LIMIT + 1)).isInstanceOf(Contact.Lost.class);
  }

  @Test
  void aNodeAnswersFromItsLastWordUntilTheLimit() {
    contact.heard(REPORT, 5);
    assertThat(contact.at(5 + LIMIT)).isEqualTo(new Contact.Answers(REPORT));
    assertThat(contact.at(6 + LIMIT)).isInstanceOf(Contact.Lost.class);
  }

  @Test
  void aSilenceThatTheControllerSleptThroughIsForgiven() {
    contact.heard(REPORT, 5);
    contact.forgive(5 + 2 * LIMIT);
    assertThat(contact.at(6 + 2 * LIMIT)).isEqualTo(new Contact.Answers(REPORT));
  }

  @Test
  void aBrokenConnectionAloneIsNoLoss() {
    contact.heard(REPORT, 5);
    contact.broke("reset");
    assertThat(contact.at(6)).isInstanceOf(Contact.Unsure.class);
  }

  @Test
  void aBrokenConnectionAndARefusedOneAreALossAtOnce() {
    contact.heard(REPORT, 5);
    contact.broke("reset");
    contact.refused("connection refused");
    assertThat(contact.at(6)).isEqualTo(new Contact.Lost("connection refused"));
  }

  @Test
  void aNodeThatIsHeardAgainAnswers() {
    contact.refused("connection refused");
    contact.heard(REPORT, 5);
    assertThat(contact.at(6)).isEqualTo(new Contact.Answers(REPORT));
  }
}
