package chat.cli.client;

import chat.view.Address;

/** A node's clients' port, and what to call it: its name where that is known. */
public record Endpoint(String name, Address address) {

  public static Endpoint of(Address address) {
    return new Endpoint(address.toString(), address);
  }

  @Override
  public String toString() {
    return name;
  }
}
