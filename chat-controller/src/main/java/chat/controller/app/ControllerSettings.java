package chat.controller.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What can be set, by system property, variable or file. */
@ConfigMapping(prefix = "chat")
public interface ControllerSettings {
  View view();

  Nodes nodes();

  Initial initial();

  Controller controller();

  /** The store of the view. */
  interface View {
    /** {@code chat.view.file}: where the view is kept. */
    Path file();
  }

  /** Which nodes there are. */
  interface Nodes {
    /** {@code chat.nodes}: {@code name=host:peerport}, separated by commas. */
    @WithParentName
    Optional<List<String>> list();

    /** {@code chat.nodes.file}: the same, one per line; read again when it changes. */
    Optional<Path> file();
  }

  /** How a cluster begins. */
  interface Initial {
    /** {@code chat.initial.members}: how many nodes must be there before the first view. */
    @WithDefault("3")
    int members();
  }

  /** The controller's own times. */
  interface Controller {
    /** {@code chat.controller.interval}: between two questions to a node, and between turns. */
    @WithDefault("100ms")
    Duration interval();

    /** {@code chat.controller.silence}: after which a silent node counts as lost. */
    @WithDefault("1000ms")
    Duration silence();

    /**
     * {@code chat.controller.patience}: how long a controller that isn't the elected one leaves a
     * decision to that one.
     */
    @WithDefault("1s")
    Duration patience();
  }
}
