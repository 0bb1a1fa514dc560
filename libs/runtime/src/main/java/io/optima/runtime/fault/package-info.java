/** Things that go wrong on purpose, for tests: switched on by {@code optima.faults.*} alone. */
@org.jspecify.annotations.NullMarked
package io.optima.runtime.fault;
