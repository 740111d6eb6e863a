package chat.controller.kubernetes;

/** Is told how requests go. Threads: any. Must not block or throw. */
public interface ApiFaults {
  /** A request failed; it is tried again. */
  void failed(ApiPart part, String why);

  /** A request was answered. */
  void answered(ApiPart part);

  /** Something was given up for good: refused, or too many waited. */
  void dropped(ApiPart part, String what);
}
