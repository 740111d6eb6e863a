package chat.controller.host;

import java.io.IOException;

/**
 * How many nodes must be there before the first view is written. Asked only while there is none.
 */
public interface InitialMembers {
  /**
   * The number as it is now, at least one. May block for as long as the asked one takes.
   *
   * @throws IOException where it can't be told now; the message says why
   */
  int count() throws IOException;
}
