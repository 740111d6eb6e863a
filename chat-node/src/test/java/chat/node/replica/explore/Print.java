package chat.node.replica.explore;

/** A fingerprint of 128 bits. */
record Print(long high, long low) implements Comparable<Print> {
  static Print of(CharSequence text) {
    long one = 0xcbf29ce484222325L;
    long two = 0x9e3779b97f4a7c15L;
    for (int i = 0; i < text.length(); i++) {
      one = (one ^ text.charAt(i)) * 0x100000001b3L;
      two = Long.rotateLeft(two + text.charAt(i) * 0xff51afd7ed558ccdL, 31) * 0xc4ceb9fe1a85ec53L;
    }
    return new Print(one ^ (one >>> 32), two ^ (two >>> 29));
  }

  @Override
  public int compareTo(Print other) {
    int byHigh = Long.compare(high, other.high);
    return byHigh != 0 ? byHigh : Long.compare(low, other.low);
  }
}
