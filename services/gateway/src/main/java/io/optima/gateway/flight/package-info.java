/** Arrow Flight and Flight SQL: translators between Arrow and the domain. */
@org.jspecify.annotations.NullMarked
package io.optima.gateway.flight;
