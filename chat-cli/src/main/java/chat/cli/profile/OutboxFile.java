package chat.cli.profile;

import chat.cli.output.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What one file of the outbox holds. */
sealed interface OutboxFile {
  record Whole(Outbox.Entry entry) implements OutboxFile {}

  record Damaged(Outbox.Damage damage) implements OutboxFile {}

  /** Removed meanwhile. */
  record Gone() implements OutboxFile {}

  /** Every file that can't be read as an entry is damaged, whatever the reason. */
  static OutboxFile read(Path file) {
    try {
      Optional<String> text = PrivateFile.read(file);
      if (text.isEmpty()) {
        return new Gone();
      }
      Outbox.Entry entry = Outbox.Entry.of(Json.parse(text.get()));
      return isNamed(file, entry)
          ? new Whole(entry)
          : damaged(file, "it holds another entry than its name says");
    } catch (JsonProcessingException e) {
      return damaged(file, "it is no JSON");
    } catch (IllegalArgumentException e) {
      return damaged(file, "a part of the entry is missing");
    } catch (ProfileException | IOException e) {
      return damaged(file, String.valueOf(e.getMessage()));
    }
  }

  /** Else the entry could be sent, and not be removed. */
  private static boolean isNamed(Path file, Outbox.Entry entry) {
    return entry.fileName().equals(String.valueOf(file.getFileName()));
  }

  private static OutboxFile damaged(Path file, String why) {
    return new Damaged(new Outbox.Damage(file, why));
  }
}
