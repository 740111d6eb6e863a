package chat.node.chat;

/**
 * What one page of a read costs at most, besides its number of rows.
 *
 * @param pageBytes of the rows of a page: their texts, members and names in UTF-8; the first row is
 *     taken whatever its size
 * @param pageKeys positions, or seqs of a conversation, looked at for a page, of which the account
 *     may not see all
 * @param searchedMessages of the caller's places that one page of a search looks through
 * @param searchedBytes texts that one page of a search reads to find phrases and beginnings of
 *     words
 * @param lastMessageSeqs how far back a list of conversations looks for the newest visible message
 */
public record ReadLimits(
    long pageBytes, int pageKeys, int searchedMessages, long searchedBytes, int lastMessageSeqs) {
  private static final long MIB = 1024 * 1024;

  public static final ReadLimits DEFAULTS = new ReadLimits(MIB, 10_000, 2_000, MIB, 1_000);

  public ReadLimits {
    if (pageBytes < 1
        || pageKeys < 1
        || searchedMessages < 1
        || searchedBytes < 1
        || lastMessageSeqs < 1) {
      throw new IllegalArgumentException(
          "at least 1 each: %d bytes and %d keys of a page, %d messages and %d bytes of a search, %d seqs"
              .formatted(pageBytes, pageKeys, searchedMessages, searchedBytes, lastMessageSeqs));
    }
  }
}
