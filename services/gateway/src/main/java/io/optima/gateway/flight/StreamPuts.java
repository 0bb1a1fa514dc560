package io.optima.gateway.flight;

import io.optima.gateway.Caller;
import io.optima.gateway.stream.Publications;
import io.optima.gateway.stream.Publications.Batch;
import io.optima.gateway.stream.PublishSession;
import io.optima.gateway.stream.RowBatches;
import io.optima.identity.CanonicalRows;
import io.optima.model.DatasetName;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.stream.Durability;
import io.optima.store.Json;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.flight.FlightProducer.StreamListener;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Rows that become records of a stream. */
final class StreamPuts {
  private final Publications publications;
  private final BufferAllocator allocator;

  StreamPuts(Publications publications, BufferAllocator allocator) {
    this.publications = publications;
    this.allocator = allocator;
  }

  /**
   * What a client may say in the metadata of its first batch, as a JSON object; nothing is needed.
   *
   * @param partition of all rows; without it, by their keys
   * @param durability at least
   */
  record Options(@Nullable Integer partition, @Nullable String durability) {
    static Options of(byte[] metadata) {
      return metadata.length == 0 ? new Options(null, null) : Json.read(metadata, Options.class);
    }

    @Nullable Durability level() {
      if (durability == null) {
        return null;
      }
      try {
        return Durability.valueOf(durability.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw OptimaException.invalid(
            "durability '%s' is none of memory, fsync, object", Shown.of(durability));
      }
    }
  }

  /**
   * Publishes all rows; batches of Arrow are published as a whole or not at all, in their order.
   * Each group of records that is stored is answered as soon as it is.
   */
  void put(Caller caller, DatasetName stream, FlightRows rows, StreamListener<PutResult> listener) {
    Options options = Options.of(rows.firstMetadata());
    PutAnswers answers = new PutAnswers(listener, allocator);
    try (PublishSession session = publications.session(caller, stream)) {
      RowBatches batches = new RowBatches(session, options.partition(), options.level());
      while (answers.awaitRoom() && rows.loadNextBatch()) {
        long first = rows.taken() - rows.getVectorSchemaRoot().getRowCount();
        try (VectorSchemaRoot canonical =
            CanonicalRows.normalize(rows.getVectorSchemaRoot(), rows, first, allocator)) {
          for (Batch batch : batches.of(canonical)) {
            answers.add(session.publish(batch), batch.records().size());
          }
        }
      }
      answers.complete();
    } catch (RuntimeException e) { // what was sent before is answered first
      answers.add(CompletableFuture.failedFuture(e), 0);
      answers.complete();
    }
  }
}
