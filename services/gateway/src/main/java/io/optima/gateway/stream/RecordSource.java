package io.optima.gateway.stream;

import io.optima.gateway.stream.PartitionNodes.Tail;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionRef;
import java.time.Instant;
import java.util.Optional;

/**
 * A partition's records, wherever they are: sealed ones, and the others behind them. Errors are
 * those of {@link PartitionNodes}.
 */
public interface RecordSource {
  PartitionRef partition();

  /** Offset of the first record that is kept. */
  long begin();

  /** Offset from which records are there without being sealed. */
  long tailBegin();

  /** Offset behind the last record. */
  long end();

  /** An offset not behind the first record of that time or later, and not far before it. */
  long near(Instant time);

  /** What is sealed; empty for nothing. */
  Optional<PartitionEntry> sealedPart();

  /** Sealed records, as {@link SealedHistory#read}. */
  SealedHistory.Batches chunks(PartitionEntry state, long from);

  /** Records that are not sealed, as {@link PartitionNodes#tail}. */
  Tail tail(long from, boolean follow);
}
