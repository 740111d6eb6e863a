package chat.controller.kubernetes;

/** What the API server is asked for, for who counts its faults. */
public enum ApiPart {
  PODS,
  LEASE,
  LABELS,
  EVENTS
}
