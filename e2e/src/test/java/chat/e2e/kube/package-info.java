/** Whole systems on a cluster of two machines: what an operator does and what befalls one. */
package chat.e2e.kube;
