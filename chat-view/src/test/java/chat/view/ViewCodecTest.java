package chat.view;

import static chat.view.Views.first;
import static chat.view.Views.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ViewCodecTest {
  private static final String TEXT =
      """
      {
        "clusterId" : "cluster-1",
        "rev" : 1,
        "epoch" : 1,
        "primary" : {
          "name" : "chat-0",
          "storageId" : "disk-of-chat-0"
        },
        "inSync" : [ {
          "name" : "chat-0",
          "storageId" : "disk-of-chat-0"
        } ],
        "addresses" : {
          "chat-0" : {
            "client" : "127.0.0.1:7400",
            "peer" : "127.0.0.1:7401"
          }
        }
      }
      """;

  @Test
  void aViewIsWrittenForAPersonToRead() {
    assertThat(ViewCodec.encode(first(member("chat-0")))).isEqualTo(TEXT);
  }

  @Test
  void aViewIsReadAsItWasWritten() throws Exception {
    View view = first(member("chat-0"), member("chat-1")).promoting(member("chat-1"));
    assertThat(ViewCodec.decode(ViewCodec.encode(view))).isEqualTo(view);
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        damage("\"rev\" : 1,", "", "view.rev is missing"),
        damage("\"rev\" : 1", "\"rev\" : 0", "view.rev is not a whole number from 1"),
        damage("\"rev\" : 1", "\"rev\" : 1.5", "view.rev is not a whole number from 1"),
        damage("\"rev\" : 1", "\"rev\" : \"1\"", "view.rev is not a whole number from 1"),
        damage("\"rev\" : 1", "\"rev\" : 99999999999999999999", "view.rev"),
        damage("\"rev\" : 1", "\"rev\" : 1, \"rev\" : 2", "Duplicate field 'rev'"),
        damage("\"epoch\" : 1", "\"epoch\" : null", "view.epoch"),
        damage("\"epoch\" : 1", "\"epoch\" : 1, \"x\" : 1", "fields that no view has: [x]"),
        damage("cluster-1", "Cluster 1", "view.clusterId: not a cluster id"),
        damage("\"storageId\" : \"disk-of-chat-0\"", "\"storageId\" : 7", "view.primary.storageId"),
        damage("\"primary\" : {", "\"primary\" : [], \"p\" : {", "view.primary is not an object"),
        damage("\"inSync\" : [ {", "\"inSync\" : [ 3, {", "view.inSync[0] is not an object"),
        damage("\"inSync\" : [ {", "\"inSync\" : 3, \"i\" : [ {", "view.inSync is not a list"),
        damage("127.0.0.1:7401", "127.0.0.1", "view.addresses.chat-0.peer: not host:port"),
        damage("127.0.0.1:7401", "127.0.0.1:70000", "view.addresses.chat-0.peer: not a port"),
        damage("\"chat-0\" : {", "\"Chat 0\" : {", "view.addresses.Chat 0: not a node name"),
        damage("\"name\" : \"chat-0\"", "\"name\" : \"chat-1\"", "not in sync"),
        damage("\"peer\"", "\"pear\"", "view.addresses.chat-0.peer is missing"),
        Arguments.of("", "view is missing"),
        Arguments.of("null", "view is not an object"),
        Arguments.of(TEXT.substring(0, 100), "not JSON"),
        Arguments.of(TEXT + "{}", "not JSON"),
        Arguments.of("\0\0\0\0", "not JSON"));
  }

  private static Arguments damage(String right, String wrong, String said) {
    assertThat(TEXT).contains(right);
    return Arguments.of(TEXT.replaceFirst(Pattern.quote(right), wrong), said);
  }

  @ParameterizedTest
  @MethodSource("damages")
  void whatIsNoViewIsRefusedWithTheNameOfTheField(String text, String said) {
    assertThatThrownBy(() -> ViewCodec.decode(text))
        .isInstanceOf(DamagedViewException.class)
        .hasMessageContaining(said);
  }

  @Test
  void aMemberThatStandsTwiceIsRefused() {
    String member = "{ \"name\" : \"chat-0\", \"storageId\" : \"disk-of-chat-0\" }";
    String twice = TEXT.replace("\"inSync\" : [ ", "\"inSync\" : [ " + member + ", ");
    assertThatThrownBy(() -> ViewCodec.decode(twice))
        .isInstanceOf(DamagedViewException.class)
        .hasMessageContaining("view.inSync[1]");
  }
}
