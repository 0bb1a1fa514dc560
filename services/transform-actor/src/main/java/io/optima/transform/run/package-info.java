/** How a run gets from accepted to its end. */
@org.jspecify.annotations.NullMarked
package io.optima.transform.run;
