/**
 * Every state of a small cluster, as far as the bounds let it go: breadth first, so that the
 * counterexample found is a shortest one. The core is the real one; disk, network and view store
 * are values here, and time doesn't exist: whatever can happen may happen at any moment.
 *
 * <p>The map: {@link chat.node.replica.explore.World} is a state, {@link
 * chat.node.replica.explore.Moves} says what can happen in it, {@link
 * chat.node.replica.explore.Draft} makes the next one and judges it, {@link
 * chat.node.replica.explore.Canon} makes those that behave the same into one, {@link
 * chat.node.replica.explore.Exploration} visits them within the bounds of a {@link
 * chat.node.replica.explore.Space}.
 */
@NullMarked
package chat.node.replica.explore;

import org.jspecify.annotations.NullMarked;
