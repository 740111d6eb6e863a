package chat.cli.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;

/**
 * Who is logged in: the account, the secret token, the session's public handle and its end, and the
 * id of the cluster that the session belongs to; empty: not known yet.
 */
public record Session(
    String name, byte[] token, String sessionId, long expiresMillis, String cluster) {
  public static final int TOKEN_BYTES = 32;

  public Session {
    if (name.isEmpty() || token.length != TOKEN_BYTES) {
      throw new IllegalArgumentException("not a session");
    }
    token = token.clone();
  }

  public Session(String name, byte[] token, String sessionId, long expiresMillis) {
    this(name, token, sessionId, expiresMillis, "");
  }

  public Session boundTo(String id) {
    return new Session(name, token, sessionId, expiresMillis, id);
  }

  @Override
  public byte[] token() {
    return token.clone();
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (!cluster.isEmpty()) {
      json.put("cluster", cluster);
    }
    return json.put("name", name)
        .put("token", Base64.getUrlEncoder().withoutPadding().encodeToString(token))
        .put("sessionId", sessionId)
        .put("expiresMillis", expiresMillis);
  }

  static Session of(JsonNode json) {
    return new Session(
        json.path("name").asText(),
        Base64.getUrlDecoder().decode(json.path("token").asText()),
        json.path("sessionId").asText(),
        json.path("expiresMillis").asLong(),
        json.path("cluster").asText(""));
  }

  /** Without the token: this may be logged. */
  @Override
  public String toString() {
    return "Session[" + name + ", " + sessionId + "]";
  }
}
