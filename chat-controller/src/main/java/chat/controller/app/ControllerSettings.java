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
    /** {@code chat.view.file}: where the view is kept, on one machine. */
    Optional<Path> file();

    /** {@code chat.view.configmap}: the ConfigMap that holds it, on Kubernetes. */
    Optional<String> configmap();

    /** {@code chat.view.namespace}: of all that this looks after; default: the pod's own. */
    Optional<String> namespace();
  }

  /** {@code chat.statefulset}: whose pods are the nodes, on Kubernetes. */
  Optional<String> statefulset();

  /** {@code chat.lease}: by which controllers elect one, on Kubernetes. */
  Optional<String> lease();

  Pods pods();

  /** The nodes' pods. */
  interface Pods {
    /** {@code chat.pods.selector}: labels that they carry; default: those of the chart. */
    Optional<String> selector();

    /** {@code chat.pods.peer-port}: their port for other nodes and the controller. */
    @WithDefault("7401")
    int peerPort();
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
    @WithDefault("200ms")
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

    /**
     * {@code chat.controller.recheck}: between two reads of the ConfigMap where nothing happens.
     */
    @WithDefault("1s")
    Duration recheck();

    /** {@code chat.controller.identity}: its name as the lease's holder; the pod's. */
    @WithDefault("${POD_NAME:${HOSTNAME:}}")
    Optional<String> identity();

    LeaseSettings lease();
  }

  /** How long the lease lasts. */
  interface LeaseSettings {
    /** {@code chat.controller.lease.duration}: of silence until another takes it. */
    @WithDefault("4s")
    Duration duration();

    /** {@code chat.controller.lease.renew-deadline}: until a holder gives up by itself. */
    @WithDefault("3s")
    Duration renewDeadline();

    /** {@code chat.controller.lease.retry}: between two renewals, and between two looks at it. */
    @WithDefault("1s")
    Duration retry();
  }
}
