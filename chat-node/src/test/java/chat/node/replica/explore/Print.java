package chat.node.replica.explore;

/** A fingerprint of 128 bits. */
record Print(long high, long low) implements Comparable<Print> {

  @Override
  public int hashCode() {
    return (int) high;
  }

  @Override
  public int compareTo(Print other) {
    int byHigh = Long.compare(high, other.high);
    return byHigh != 0 ? byHigh : Long.compare(low, other.low);
  }

  /** Takes in one number after the other: every one of them moves all bits of what comes out. */
  static final class Maker {
    private long one = 0x243f6a8885a308d3L;
    private long two = 0x13198a2e03707344L;

    Maker put(long number) {
      one = mixed((one ^ number) * 0x9e3779b97f4a7c15L);
      two = mixed((Long.rotateLeft(two, 23) + number) * 0xc4ceb9fe1a85ec53L + 0x452821e638d01377L);
      return this;
    }

    private static long mixed(long bits) {
      return bits ^ (bits >>> 32);
    }

    Maker put(boolean is) {
      return put(is ? 1 : 0);
    }

    Maker put(String text) {
      put(text.length());
      for (int i = 0; i < text.length(); i++) {
        put(text.charAt(i));
      }
      return this;
    }

    Maker put(Print print) {
      return put(print.high).put(print.low);
    }

    Print done() {
      long high = mixed((one ^ two) * 0xff51afd7ed558ccdL);
      return new Print(high ^ (high >>> 17), mixed(two * 0x9e3779b97f4a7c15L + one));
    }
  }
}
