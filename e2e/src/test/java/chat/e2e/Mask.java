package chat.e2e;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What differs from run to run in the output of commands, and what stands for it in transcripts.
 * Where a table's columns depend on it, it is as long as what it stands for.
 */
enum Mask {
  ISO_TIME("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "<time>"),
  LOCAL_TIME("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "YYYY-MM-DD hh:mm:ss"),
  CLOCK("(?m)^\\d\\d:\\d\\d:\\d\\d ", "hh:mm:ss "),
  SHA256("\\b[0-9a-f]{64}\\b", "<sha256>"),
  /** Random identifiers: of requests and clusters. */
  UUID("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"),
  /** Handles of sessions. */
  HANDLE("\\b[0-9a-f]{12}\\b", "xxxxxxxxxxxx"),
  NODE_ADDRESS("127\\.0\\.0\\.1:\\d{4,5}", "127.0.0.1:ppppp"),
  /** Places in the log, which holds the cluster's own entries, too. */
  POSITION("(\"(?:position|appliedIndex|logIndex|hashIndex|rev)\" ?: ?)\\d+", "$1<n>"),
  /** A busy machine may change who leads, and may lag. */
  HASHED_ROW(
      "(?m)^chat-\\d  (primary|backup ) .* (<sha256>|-)$", "chat-<n>  <role, address, place>"),
  NODE_ROW(
      "(?m)^chat-\\d  (primary|backup ) .* \\d+ +(\\S+)$", "chat-<n>  <role, address, place>  $2"),
  NODE("\\bchat-[0-2]\\b", "chat-<n>"),
  ROLE("(\"role\" ?: ?)\"[a-z]+\"", "$1\"<role>\""),
  LAG("(\"lag\" ?: ?)\\d+", "$1<n>"),
  EPOCH("(\"epoch\" ?: ?|epoch )\\d+", "$1<n>"),
  BYTES("(\"bytes\" ?: ?)\\d+", "$1<n>"),
  BACKUP("\\d+ bytes, position \\d+", "<n> bytes, position <n>"),
  AUDIT_POSITION("(?m)^\\d+ +(?=YYYY-MM-DD hh:mm:ss  operator )", "<n>       "),
  /** The processes of a cluster: their numbers have different widths. */
  PROCESSES("(?m)^NAME +STATE +PID +ADDRESS +LOG$", "NAME  STATE  PID  ADDRESS  LOG"),
  PROCESS(
      "(?m)^(chat-\\S+|controller) +(running|stopped) +(\\d+|-) .*$",
      "$1  $2  <process, address, log>"),
  PID("(\"pid\" ?: ?)\\d+", "$1<n>"),
  RESTORED("position \\d+ of cluster", "position <n> of cluster"),
  REPLACED("replaced-\\d{8}-\\d{6}-\\d{3}", "replaced-<time>"),
  AGREE_WITHIN("agree within \\d+ ms", "agree within <n> ms"),
  ANSWERS_IN("answers in \\d+ ms", "answers in <n> ms"),
  /** What it is depends on how quick the refusal comes. */
  WHY("\\((connection refused|no answer in time)\\)", "(<why>)"),
  /**
   * A busy machine may lose a connection at any time; that is told on stderr, and isn't the matter
   * here.
   */
  LOST_AND_BACK("(?m)^(lost .*; retrying .*|back via .*)\\n", ""),
  FREE_PORT("localhost:\\d{5}", "localhost:ppppp"),
  JAVA_FIELD("(\"java\" ?: ?)\"[^\"]+\"", "$1\"<version>\""),
  JAVA("Java [0-9][-+.0-9A-Za-z]*", "Java <version>"),
  BUILD("\\b\\d+\\.\\d+\\.\\d+-SNAPSHOT\\b|\\bunpackaged\\b", "<version>"),
  TOOK("\\b\\d+(\\.\\d)? s\\b", "<n> s");

  private final Pattern pattern;
  private final String replacement;

  Mask(String pattern, String replacement) {
    this.pattern = Pattern.compile(pattern, Pattern.MULTILINE);
    this.replacement = replacement;
  }

  static String all(String text) {
    String masked = text;
    for (Mask mask : values()) {
      Matcher matcher = mask.pattern.matcher(masked);
      masked = matcher.replaceAll(mask.replacement);
    }
    return masked;
  }
}
