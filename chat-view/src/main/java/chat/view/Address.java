package chat.view;

/** A host and a port that another process can connect to. */
public record Address(String host, int port) {
  /** The longest name of the DNS, and two characters for the brackets of an IPv6 address. */
  private static final int MAX_HOST_LENGTH = 255;

  public Address {
    if (host.isBlank() || host.contains(" ") || host.length() > MAX_HOST_LENGTH) {
      throw new IllegalArgumentException("not a host: " + Quoted.of(host));
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("not a port: " + port);
    }
  }

  /** Parses {@code host:port}; an IPv6 host stands in brackets. */
  public static Address parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("not host:port: " + Quoted.of(text));
    }
    try {
      return new Address(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not host:port: " + Quoted.of(text), e);
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
