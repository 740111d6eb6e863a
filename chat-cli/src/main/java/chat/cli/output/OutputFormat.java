package chat.cli.output;

import java.util.Locale;

/** How data is printed. */
public enum OutputFormat {
  /** Aligned columns, for people. */
  TABLE,
  /** One JSON document. */
  JSON,
  /** One JSON object a line. */
  JSONL,
  /** Only the name or id, one a line. */
  NAME;

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
