/**
 * Measures a cluster of real processes under load: how many sends it acknowledges, how long each
 * takes, and what they cost. The measured nodes are those that everything else runs.
 */
@NullMarked
package chat.bench;

import org.jspecify.annotations.NullMarked;
