/**
 * The journal: one write-ahead log per node for all its stream partitions. The core ({@link
 * io.optima.log.JournalCore}) knows neither threads nor clocks; {@link io.optima.log.Journal} is
 * the thin threaded shell around it. The format is in {@code docs/spec/journal.md}.
 */
@org.jspecify.annotations.NullMarked
package io.optima.log;
