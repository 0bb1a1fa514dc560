package io.optima.gateway.kafka;

import io.optima.gateway.stream.PartitionNodes.Append;
import io.optima.gateway.stream.PartitionNodes.Appended;
import io.optima.gateway.stream.PartitionNodes.Lane;
import io.optima.identity.MessageDigests;
import io.optima.model.DigestAlgorithm;
import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import io.optima.model.stream.PartitionRef;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/** Batches on their way to a topic; for any number of publishers. */
final class KafkaLane implements Lane {
  private final KafkaClients clients;
  private final PublishedBatches published = new PublishedBatches();

  /** Records of one batch are sent one after the other, so that their offsets are too. */
  private final ConcurrentHashMap<Integer, ReentrantLock> partitions = new ConcurrentHashMap<>();

  KafkaLane(KafkaClients clients) {
    this.clients = clients;
  }

  @Override
  public CompletableFuture<Appended> append(PartitionRef partition, Append batch) {
    try {
      requireDurability(batch.durability());
      int number = partition.number();
      List<ProducerRecord<byte[], byte[]>> records =
          KafkaRecords.outgoing(clients.topic().topic(), number, batch.records());
      return batch.publisher() == null
          ? send(number, records, batch)
          : published.once(number, batch.publisher(), () -> send(number, records, batch));
    } catch (OptimaException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void requireDurability(Durability asked) {
    if (asked != Durability.MEMORY) {
      throw OptimaException.invalid(
          "records of topic %s are acknowledged when its replicas in sync have them, which is not"
              + " %s: leave the durability out (min.insync.replicas and flush.messages of the topic"
              + " say more)",
          clients.topic(), asked);
    }
  }

  private CompletableFuture<Appended> send(
      int partition, List<ProducerRecord<byte[], byte[]>> records, Append batch) {
    Producer<byte[], byte[]> producer = clients.producer();
    Sending sending = new Sending(clients, producer, records.size());
    ReentrantLock lock = partitions.computeIfAbsent(partition, _ -> new ReentrantLock(true));
    lock.lock();
    try {
      sending.send(records);
    } finally {
      lock.unlock();
    }
    return sending
        .offsets()
        .handle(
            (offsets, error) -> {
              if (error != null) {
                throw unknown((OptimaException) error);
              }
              return appended(partition, offsets, batch);
            });
  }

  private static OptimaException unknown(OptimaException error) {
    return new OptimaException(
        error.code(), error.text() + ". The batch may be stored, in part, or not", error);
  }

  private static Appended appended(int partition, long[] offsets, Append batch) {
    long first = offsets[0];
    long last = offsets[offsets.length - 1];
    boolean consecutive = last - first == offsets.length - 1;
    return new Appended(
        partition,
        first,
        last,
        sha256(batch),
        Durability.MEMORY,
        false,
        consecutive ? List.of() : LongStream.of(offsets).boxed().toList());
  }

  private static byte[] sha256(Append batch) {
    MessageDigest digest = MessageDigests.of(DigestAlgorithm.SHA256);
    batch.records().asReadOnlyByteBufferList().forEach(digest::update);
    return digest.digest();
  }

  /** The producer is everybody's. */
  @Override
  public void close() {}

  /** Records of a batch, each of which is answered for itself. */
  private static final class Sending {
    private final KafkaClients clients;
    private final Producer<byte[], byte[]> producer;
    private final CompletableFuture<long[]> done = new CompletableFuture<>();
    private final long[] offsets;
    private int waiting;

    Sending(KafkaClients clients, Producer<byte[], byte[]> producer, int records) {
      this.clients = clients;
      this.producer = producer;
      this.offsets = new long[records];
      this.waiting = records;
    }

    /**
     * Sends records in their order until one cannot be sent.
     *
     * @throws OptimaException when nothing of the batch was sent
     */
    void send(List<ProducerRecord<byte[], byte[]>> records) {
      for (int i = 0; i < records.size() && !done.isCompletedExceptionally(); i++) {
        try {
          send(i, records.get(i));
        } catch (KafkaException | IllegalStateException e) {
          failed(e);
        }
        if (i == 0 && done.isCompletedExceptionally()) {
          OptimaException why = (OptimaException) done.exceptionNow();
          throw new OptimaException(why.code(), why.text() + ". Nothing was stored", why);
        }
      }
    }

    private void send(int record, ProducerRecord<byte[], byte[]> value) {
      var _ =
          producer.send(
              value,
              (metadata, error) -> {
                if (error == null) {
                  stored(record, metadata.offset());
                } else {
                  failed(error);
                }
              });
    }

    private synchronized void stored(int record, long offset) {
      offsets[record] = offset;
      if (--waiting == 0) {
        done.complete(offsets);
      }
    }

    private void failed(Exception error) {
      if (isFatal(error)) {
        clients.forget(producer);
      }
      done.completeExceptionally(KafkaErrors.of(error, clients.topic()));
    }

    /** The producer has failed for good, not only this record. */
    private static boolean isFatal(Exception error) {
      return error instanceof IllegalStateException
          || error instanceof AuthenticationException
          || error instanceof ClusterAuthorizationException
          || error instanceof InvalidProducerEpochException
          || error instanceof ProducerFencedException;
    }

    CompletableFuture<long[]> offsets() {
      return done;
    }
  }
}
