/**
 * What the controller has to do with Kubernetes.
 *
 * <pre>
 * KubernetesSide ── all of it, put together
 *   ├── PodWatcher       where the nodes are, and when to look at them     (Lookout: list, watch)
 *   ├── StatefulSetSize  how many members a new cluster begins with
 *   ├── LeaseElection    which controller acts at once    (Candidacy: the rules, pure; Lookout)
 *   └── ViewJournal      what follows a view
 *         ├── PrimaryLabel   the label on the primary's pod
 *         └── ViewEvents     Events with reasons     (ViewStory, WaitingStory: their words, pure)
 * </pre>
 *
 * <p>Nothing here decides who leads. What pods, labels and the lease say is used to look sooner and
 * to tell people; a promotion comes from the nodes' own answers and a fresh read of the view.
 */
@NullMarked
package chat.controller.kubernetes;

import org.jspecify.annotations.NullMarked;
