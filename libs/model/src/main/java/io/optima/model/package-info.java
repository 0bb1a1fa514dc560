/** The words of Optima as plain Java values: names, ids, errors. No framework, no I/O. */
@org.jspecify.annotations.NullMarked
package io.optima.model;
