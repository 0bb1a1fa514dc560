/**
 * Who calls: tokens, and the principal a call carries from the door to wherever it is asked for.
 */
@org.jspecify.annotations.NullMarked
package io.optima.runtime.security;
