package chat.controller.coordinator;

import chat.view.ClusterId;
import chat.view.View;
import java.util.Optional;

/**
 * Decides who leads.
 *
 * <pre>
 * no view    all initial members answer, empty  → FirstView      else → Wait
 * a view     the primary leads                  → Nothing
 *            it is lost for sure                → Promote        nobody to promote → Wait
 *            it may be lost                     → Wait
 * </pre>
 *
 * <p>Safety rests on the view's compare-and-set and on what {@link Promotion} writes: one of the
 * recorded members leads the next epoch and the in-sync set stays as it is. Everything else here
 * only chooses a good moment and a good member.
 */
public final class Coordinator {
  private Coordinator() {}

  /** {@code fresh}: the id that a cluster gets, should this be the moment where it begins. */
  public static Decision decide(Observation observation, ClusterId fresh) {
    Optional<View> view = observation.view();
    if (view.isEmpty()) {
      return FirstView.decide(observation, fresh);
    }
    return switch (PrimaryHealth.of(view.get(), observation.nodes())) {
      case PrimaryHealth.Leads() -> new Decision.Nothing();
      case PrimaryHealth.MayBeLost(String why) -> new Decision.Wait(why);
      case PrimaryHealth.IsLost(String why) ->
          Promotion.decide(view.get(), observation.nodes(), why);
    };
  }
}
