package io.optima.gateway.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.optima.gateway.Caller;
import io.optima.gateway.stream.PartitionNodes.Append;
import io.optima.gateway.stream.PartitionNodes.Appended;
import io.optima.gateway.stream.PartitionNodes.Lane;
import io.optima.gateway.stream.PartitionNodes.Publisher;
import io.optima.gateway.stream.StreamAccess.Opened;
import io.optima.identity.MessageDigests;
import io.optima.model.DatasetName;
import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.Partitioner;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Taking records in. */
public final class Publications {
  /** A larger batch would keep others waiting, and much has to be sent again when it fails. */
  public static final int LARGEST_BATCH_BYTES = 8 << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

  private final StreamAccess access;

  public Publications(StreamAccess access) {
    this.access = access;
  }

  /**
   * A batch of a publisher.
   *
   * @param durability at least; null: the stream's
   */
  public record Batch(
      int partition,
      ByteString records,
      int count,
      @Nullable Publisher publisher,
      @Nullable Durability durability) {}

  /**
   * An event.
   *
   * @param id empty: it is another one whenever it is published
   * @param records a batch with it alone
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Event(
      String id, byte @Nullable [] key, ByteString records, @Nullable Durability durability) {}

  /** Batches on their way to one stream. Close it. */
  public PublishSession session(Caller caller, DatasetName stream) {
    return new PublishSession(access, caller, stream);
  }

  /**
   * Publishes one batch; when its partition is moving, as soon as it is elsewhere.
   *
   * @throws OptimaException UNAVAILABLE when the batch may have been stored or not
   */
  public Appended batch(Caller caller, DatasetName stream, Batch batch) {
    Opened opened = access.writable(caller, stream);
    return store(opened, new Addressed(opened.partition(batch.partition()), append(opened, batch)));
  }

  /**
   * Publishes one event. Its key says the partition, else its id, else chance. An id makes it the
   * first batch of a publisher of that name, so what tells repeated batches of publishers tells
   * repeated events, after restarts too, for as long as it remembers publishers.
   */
  public Appended event(Caller caller, DatasetName stream, Event event) {
    return events(caller, stream, List.of(event)).getFirst();
  }

  /**
   * Publishes events, all on their way at once; those of one key in their order. When one is not
   * stored, others may be.
   *
   * @return where they are, in their order
   */
  public List<Appended> events(Caller caller, DatasetName stream, List<Event> events) {
    Opened opened = access.writable(caller, stream);
    List<Addressed> addressed = events.stream().map(event -> addressed(opened, event)).toList();
    try (Lane lane = opened.backend().lane()) {
      List<CompletableFuture<Appended>> answers =
          addressed.stream().map(each -> lane.append(each.partition(), each.batch())).toList();
      List<Appended> places = new ArrayList<>();
      for (int i = 0; i < answers.size(); i++) {
        places.add(answer(opened, answers.get(i), addressed.get(i)));
      }
      return places;
    }
  }

  private record Addressed(PartitionRef partition, Append batch) {}

  private static Addressed addressed(Opened opened, Event event) {
    Publisher publisher =
        event.id().isEmpty() ? null : new Publisher(publisher(opened, event.id()), 0);
    Batch batch =
        new Batch(partition(opened, event), event.records(), 1, publisher, event.durability());
    return new Addressed(opened.partition(batch.partition()), append(opened, batch));
  }

  private static Appended answer(
      Opened opened, CompletableFuture<Appended> answer, Addressed addressed) {
    try {
      return answer(answer);
    } catch (OptimaException e) {
      if (isRepeatable(e, addressed.batch())) {
        return store(opened, addressed);
      }
      throw e;
    }
  }

  /** It was not stored for certain, or its repetition is recognised. */
  private static boolean isRepeatable(OptimaException error, Append batch) {
    return error.code() == ErrorCode.CONFLICT
        || (error.code() == ErrorCode.UNAVAILABLE && batch.publisher() != null);
  }

  private static int partition(Opened opened, Event event) {
    int partitions = opened.partitions();
    if (event.key() != null) {
      return Partitioner.partition(event.key(), partitions);
    }
    return event.id().isEmpty()
        ? ThreadLocalRandom.current().nextInt(partitions)
        : Partitioner.partition(event.id().getBytes(UTF_8), partitions);
  }

  /** The first half of SHA-256 over the stream's id and the event's. */
  private static UUID publisher(Opened opened, String event) {
    MessageDigest digest = MessageDigests.of(DigestAlgorithm.SHA256);
    digest.update(opened.stream().id().toString().getBytes(UTF_8));
    ByteBuffer id = ByteBuffer.wrap(digest.digest(event.getBytes(UTF_8)));
    return new UUID(id.getLong(), id.getLong());
  }

  /** The batch as a node stores it, checked. */
  static Append append(Opened opened, Batch batch) {
    if (batch.records().size() > LARGEST_BATCH_BYTES) {
      throw OptimaException.invalid(
          "a batch of %d bytes is too large: split it into batches of at most %d bytes",
          batch.records().size(), LARGEST_BATCH_BYTES);
    }
    RecordBatches.check(batch.records(), batch.count(), opened.rows());
    return new Append(batch.records(), batch.count(), batch.publisher(), durability(opened, batch));
  }

  private static Durability durability(Opened opened, Batch batch) {
    Durability least = opened.stream().settings().durability();
    Durability asked = batch.durability();
    if (asked == Durability.OBJECT && least != Durability.OBJECT) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "only streams have the durability object, for all their batches, and %s has %s: optima"
              + " stream set %s --durability object",
          opened.name(),
          least.name().toLowerCase(Locale.ROOT),
          opened.name());
    }
    return asked == null || asked.compareTo(least) < 0 ? least : asked;
  }

  /** For as long as a partition may be on its way to another node. */
  static Pauses pauses() {
    return new Pauses(FIRST_PAUSE, PATIENCE);
  }

  /** Tries again what was not stored, and what can be told from its repetition. */
  private static Appended store(Opened opened, Addressed addressed) {
    Pauses pauses = pauses();
    while (true) {
      try (Lane lane = opened.backend().lane()) {
        return answer(lane.append(addressed.partition(), addressed.batch()));
      } catch (OptimaException e) {
        if (!isRepeatable(e, addressed.batch()) || !pauses.next()) {
          throw e;
        }
      }
    }
  }

  /** Waits for it. */
  static Appended answer(CompletableFuture<Appended> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OptimaException(ErrorCode.CANCELLED, "the call was cancelled", e);
    }
  }

  /** What a future failed with, however it is wrapped. */
  static RuntimeException failure(Throwable error) {
    Throwable cause =
        error instanceof ExecutionException || error instanceof CompletionException
            ? error.getCause()
            : error;
    return cause instanceof RuntimeException runtime
        ? runtime
        : new OptimaException(ErrorCode.INTERNAL, String.valueOf(cause), cause);
  }
}
