/** What a definition has to be to be applied, and who may apply it. */
@org.jspecify.annotations.NullMarked
package io.optima.transform.definition;
