package chat.cli.kubernetes;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Who leads and who is in sync, as the release's ConfigMap says it for people and scripts. */
public record ReleaseView(String primary, long epoch, List<String> inSync) {
  public ReleaseView {
    inSync = List.copyOf(inSync);
  }

  /** Reads the keys beside {@code view.json}; what is missing or unreadable stays empty or 0. */
  static ReleaseView of(Map<String, String> data) {
    String epoch = data.getOrDefault("epoch", "");
    return new ReleaseView(
        data.getOrDefault("primary", "").strip(),
        epoch.matches("[0-9]{1,18}") ? Long.parseLong(epoch) : 0,
        Arrays.stream(data.getOrDefault("inSync", "").split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList());
  }
}
