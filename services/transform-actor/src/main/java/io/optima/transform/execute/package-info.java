/** Carries out attempts, outside of actor turns. */
@org.jspecify.annotations.NullMarked
package io.optima.transform.execute;
