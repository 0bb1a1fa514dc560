/** What the ways to work have in common; each has a package of its own below this one. */
@org.jspecify.annotations.NullMarked
package io.optima.transform.step;
