/**
 * The chart as Helm renders it: lint, refused values, golden renders, what every pod and role must
 * obey, and its reference. Helm runs in this process; no command line and no cluster is needed. The
 * chart on a real cluster is tested elsewhere.
 */
@NullMarked
package chat.e2e.chart;

import org.jspecify.annotations.NullMarked;
