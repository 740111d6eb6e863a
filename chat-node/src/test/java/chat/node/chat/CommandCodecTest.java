package chat.node.chat;

import static chat.node.chat.Commands.name;
import static chat.node.chat.Commands.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.node.chat.AccountCommand.Block;
import chat.node.chat.AccountCommand.ChangePassword;
import chat.node.chat.AccountCommand.DeleteAccount;
import chat.node.chat.AccountCommand.Logout;
import chat.node.chat.AccountCommand.OpenSession;
import chat.node.chat.AccountCommand.Register;
import chat.node.chat.AccountCommand.RenewSession;
import chat.node.chat.AccountCommand.RevokeSession;
import chat.node.chat.AccountCommand.Unblock;
import chat.node.chat.Command.Stamp;
import chat.node.chat.MessageCommand.Delete;
import chat.node.chat.MessageCommand.Mark;
import chat.node.chat.MessageCommand.Send;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CommandCodecTest {
  private static final Stamp STAMP =
      new Stamp(
          new RequestId(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff")),
          new Fingerprint(0x0102030405060708L),
          0x0A0B0C0D0E0FL);
  private static final String STAMP_HEX =
      "00112233445566778899aabbccddeeff" + "0102030405060708" + "00000a0b0c0d0e0f";
  private static final String BOB = "03626f62";
  private static final String ANN = "03616e6e";
  private static final String SEVEN = "0000000000000007";

  /** These bytes stand in logs: a change here needs a new version in the codec, never an edit. */
  private static final Map<Command, String> GOLDEN = golden();

  private static Map<Command, String> golden() {
    Map<Command, String> golden = new LinkedHashMap<>();
    golden.put(new Register(STAMP, name("bob"), "$a"), "0101" + STAMP_HEX + BOB + "00022461");
    golden.put(
        new OpenSession(STAMP, name("bob"), token(7), "cli", 5, OpenSession.UNNAMED),
        "0102" + STAMP_HEX + BOB + token(7).hex() + "0003636c69" + "0000000000000005");
    golden.put(
        new RenewSession(STAMP, name("bob"), token(7), 6),
        "0103" + STAMP_HEX + BOB + token(7).hex() + "0000000000000006");
    golden.put(
        new Send(STAMP, name("bob"), name("ann"), "é👍"),
        "0104" + STAMP_HEX + BOB + ANN + "00000006" + "c3a9f09f918d");
    golden.put(
        new Mark(STAMP, name("bob"), ConversationId.parse("ann:bob"), 3, 2, false),
        "0105" + STAMP_HEX + BOB + ANN + BOB + "0000000000000003" + "0000000000000002");
    String position = "0000000000000009";
    String hash = "00022461";
    String token = token(7).hex();
    golden.put(
        new OpenSession(STAMP, name("bob"), token(7), "cli", 5, 9),
        "0128" + STAMP_HEX + BOB + token + "0003636c69" + "0000000000000005" + position);
    golden.put(
        new Logout(STAMP, name("bob"), token(7), true), "0129" + STAMP_HEX + BOB + token + "01");
    golden.put(
        new ChangePassword(STAMP, name("bob"), "$a", 9, token(7), false),
        "012a" + STAMP_HEX + BOB + hash + position + token + "00");
    golden.put(
        new RevokeSession(STAMP, name("bob"), token(7).sessionId()),
        "012b" + STAMP_HEX + BOB + token(7).sessionId());
    golden.put(new DeleteAccount(STAMP, name("bob")), "012c" + STAMP_HEX + BOB);
    golden.put(new Block(STAMP, name("bob"), name("ann")), "012d" + STAMP_HEX + BOB + ANN);
    golden.put(new Unblock(STAMP, name("bob"), name("ann")), "012e" + STAMP_HEX + BOB + ANN);
    golden.put(
        new ClusterCommand.Switchover(STAMP, name("bob"), "n1", 9),
        "0132" + STAMP_HEX + BOB + "00026e31" + position);
    golden.put(new ClusterCommand.Backup(STAMP, name("bob")), "0133" + STAMP_HEX + BOB);
    golden.put(
        new ClusterCommand.RaiseRules(STAMP, 2), "0134" + STAMP_HEX + "07636c7573746572" + "02");
    golden.put(
        new Mark(STAMP, name("bob"), ConversationId.parse("ann:bob"), 3, 2, true),
        "0114" + STAMP_HEX + BOB + ANN + BOB + "0000000000000003" + "0000000000000002");
    golden.put(
        new Mark(STAMP, name("bob"), new GroupId(7), 3, 2, true),
        "0115" + STAMP_HEX + BOB + SEVEN + "01" + "0000000000000003" + "0000000000000002");
    golden.put(
        new Delete(STAMP, name("bob"), ConversationId.parse("ann:bob"), List.of(3L, 7L), true),
        "0116" + STAMP_HEX + BOB + ANN + BOB + "01" + "02" + "0000000000000003" + SEVEN);
    golden.put(
        new Delete(STAMP, name("bob"), new GroupId(7), List.of(3L), false),
        "0117" + STAMP_HEX + BOB + SEVEN + "00" + "01" + "0000000000000003");
    golden.put(
        new GroupCommand.Create(STAMP, name("bob"), "é", List.of(name("ann"))),
        "011e" + STAMP_HEX + BOB + "0002c3a9" + "01" + ANN);
    golden.put(
        new GroupCommand.Rename(STAMP, name("bob"), new GroupId(7), "x"),
        "011f" + STAMP_HEX + BOB + SEVEN + "000178");
    golden.put(
        new GroupCommand.Add(STAMP, name("bob"), new GroupId(7), name("ann")),
        "0120" + STAMP_HEX + BOB + SEVEN + ANN);
    golden.put(
        new GroupCommand.Remove(STAMP, name("bob"), new GroupId(7), name("ann")),
        "0121" + STAMP_HEX + BOB + SEVEN + ANN);
    golden.put(
        new GroupCommand.Leave(STAMP, name("bob"), new GroupId(7)),
        "0122" + STAMP_HEX + BOB + SEVEN);
    golden.put(
        new GroupCommand.Post(STAMP, name("bob"), new GroupId(7), "x"),
        "0123" + STAMP_HEX + BOB + SEVEN + "00000001" + "78");
    return golden;
  }

  @Test
  void everyCommandHasTheBytesThatItAlwaysHad() {
    GOLDEN.forEach(
        (command, hex) ->
            assertThat(HexFormat.of().formatHex(CommandCodec.encode(command))).isEqualTo(hex));
  }

  @Test
  void everyKindOfCommandIsAmongTheGoldenOnes() {
    assertThat(GOLDEN.keySet().stream().map(Object::getClass).distinct())
        .containsExactlyInAnyOrder(
            Arrays.stream(Command.class.getPermittedSubclasses())
                .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()))
                .toArray(Class[]::new));
  }

  @Test
  void whatWasEncodedIsDecodedAgain() {
    for (Command command : Commands.random(1, 500)) {
      assertThat(CommandCodec.decode(CommandCodec.encode(command))).isEqualTo(command);
    }
  }

  @Test
  void aCommandCutShortAnywhereIsCorrupt() {
    for (Command command : GOLDEN.keySet()) {
      byte[] bytes = CommandCodec.encode(command);
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> CommandCodec.decode(cut))
            .isInstanceOf(CorruptCommandException.class);
      }
    }
  }

  @Test
  void aByteTooManyIsCorrupt() {
    for (Command command : GOLDEN.keySet()) {
      byte[] bytes = CommandCodec.encode(command);
      assertThatThrownBy(() -> CommandCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
          .isInstanceOf(CorruptCommandException.class)
          .hasMessageContaining("1 bytes too many");
    }
  }

  @Test
  void whateverTheBytesTheyAreOneCommandsOnlyEncodingOrCorrupt() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes =
          CommandCodec.encode(List.copyOf(GOLDEN.keySet()).get(random.nextInt(GOLDEN.size())));
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      try {
        assertThat(CommandCodec.encode(CommandCodec.decode(bytes))).isEqualTo(bytes);
      } catch (CorruptCommandException e) {
        assertThat(e).hasMessageContaining(HexFormat.of().formatHex(bytes, 0, 32));
      }
    }
  }

  @Test
  void aCorruptCommandSaysWhatWasSeenAndWhere() {
    assertThatThrownBy(() -> CommandCodec.decode(new byte[] {9, 1, 2}))
        .hasMessage("unknown version 9 at byte 1 of 3: 090102");
  }

  @Test
  void aBadNameOrTextIsCorrupt() {
    assertCorrupt("0101" + STAMP_HEX + "03426f62" + "00022461", "scope is not a name");
    assertCorrupt("0104" + STAMP_HEX + BOB + ANN + "00000002c328", "text is not UTF-8");
    assertCorrupt("0104" + STAMP_HEX + BOB + ANN + "ffffffffc328", "needs -1 bytes");
    assertCorrupt(
        "0105" + STAMP_HEX + BOB + BOB + ANN + "0".repeat(32), "names out of order: bob, ann");
    assertCorrupt("0106" + STAMP_HEX + BOB, "unknown tag 6");
    assertCorrupt("0122" + STAMP_HEX + BOB + "0".repeat(16), "no group: 0");
    assertCorrupt("0117" + STAMP_HEX + BOB + SEVEN + "02", "everyone is neither 0 nor 1");
  }

  @Test
  void halfASurrogatePairIsRefusedNotReplaced() {
    assertThatThrownBy(
            () -> CommandCodec.encode(new Send(STAMP, name("bob"), name("ann"), "a\ud83d")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertCorrupt(String hex, String problem) {
    assertThatThrownBy(() -> CommandCodec.decode(HexFormat.of().parseHex(hex)))
        .isInstanceOf(CorruptCommandException.class)
        .hasMessageContaining(problem);
  }
}
