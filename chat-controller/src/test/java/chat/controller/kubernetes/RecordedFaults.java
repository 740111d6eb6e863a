package chat.controller.kubernetes;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what failed. */
final class RecordedFaults implements ApiFaults {
  private final List<String> failed = new CopyOnWriteArrayList<>();
  private final List<String> dropped = new CopyOnWriteArrayList<>();

  List<String> dropped() {
    return dropped;
  }

  List<String> failed() {
    return failed;
  }

  @Override
  public void failed(ApiPart part, String why) {
    failed.add(part + ": " + why);
  }

  @Override
  public void answered(ApiPart part) {}

  @Override
  public void dropped(ApiPart part, String what) {
    dropped.add(part + ": " + what);
  }
}
