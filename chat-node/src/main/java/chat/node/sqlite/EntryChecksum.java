package chat.node.sqlite;

import chat.node.replica.EntryId;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC32C over epoch and index, both big-endian, and the payload: finds what the disk changed. */
final class EntryChecksum {
  private EntryChecksum() {}

  static long of(EntryId id, byte[] payload) {
    CRC32C crc = new CRC32C();
    ByteBuffer place = ByteBuffer.allocate(2 * Long.BYTES);
    crc.update(place.putLong(id.epoch().value()).putLong(id.index()).flip());
    crc.update(payload);
    return crc.getValue();
  }
}
