package chat.e2e.check;

import chat.e2e.client.Acknowledged;
import chat.e2e.client.Received;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges what replicas and listeners have against what was acknowledged. */
public final class History {
  private static final int SHOWN = 10;

  private History() {}

  /**
   * Every way in which {@code found}, the messages of one conversation in the order in which they
   * were given, breaks a promise. {@code acknowledged} may be in any order, and {@code found} may
   * hold more: messages whose answer never came.
   */
  public static List<String> faults(List<Acknowledged> acknowledged, List<Received> found) {
    List<String> faults = new ArrayList<>();
    long expected = 1;
    Map<Long, Received> bySeq = new HashMap<>();
    Set<String> texts = new HashSet<>();
    for (Received message : found) {
      if (message.seq() != expected) {
        faults.add("seq " + message.seq() + " stands where " + expected + " belongs");
      }
      expected = message.seq() + 1;
      bySeq.put(message.seq(), message);
      texts.add(message.from() + "\n" + message.text());
    }
    Set<Long> told = new HashSet<>();
    for (Acknowledged message : acknowledged) {
      Received there = bySeq.get(message.seq());
      if (!told.add(message.seq())) {
        faults.add("seq " + message.seq() + " was acknowledged for two messages");
      }
      if (there == null) {
        boolean elsewhere = texts.contains(message.from() + "\n" + message.text());
        faults.add("lost: " + message + (elsewhere ? ", its text has another seq" : ""));
      } else if (!there.text().equals(message.text()) || !there.from().equals(message.from())) {
        faults.add("changed: " + message + " is now " + there);
      } else if (there.position() != message.position()) {
        faults.add("moved: " + message + " is now " + there);
      }
    }
    return faults.size() <= SHOWN ? faults : faults.subList(0, SHOWN);
  }

  /**
   * Every way in which {@code found} isn't once and in order what was sent, where all texts differ.
   */
  public static List<String> repetitions(List<Received> found) {
    Map<String, Long> first = new HashMap<>();
    List<String> faults = new ArrayList<>();
    for (Received message : found) {
      Long before = first.putIfAbsent(message.from() + "\n" + message.text(), message.seq());
      if (before != null) {
        faults.add("twice: seq " + before + " and " + message);
      }
    }
    return faults;
  }
}
