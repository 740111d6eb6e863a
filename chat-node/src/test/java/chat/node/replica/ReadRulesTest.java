package chat.node.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Reads that wait cost the same each, however many wait already. */
class ReadRulesTest {
  private static final int READS = 16_000;

  @Test
  void a_read_that_is_added_shares_the_reads_before_it() {
    Reads reads = Reads.NONE;
    List<ReadChain> before = new ArrayList<>();
    for (long read = 1; read <= READS; read++) {
      before.add(reads.waiting());
      reads = reads.add(read);
      assertThat(reads.waiting().before()).isSameAs(before.getLast()); // Nothing was copied.
    }
    assertThat(reads.all()).isEqualTo(LongStream.rangeClosed(1, READS).boxed().toList());
  }
}
