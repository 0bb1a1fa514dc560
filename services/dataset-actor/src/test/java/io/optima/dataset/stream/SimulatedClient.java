package io.optima.dataset.stream;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.PartitionRef;
import io.optima.testing.history.History;
import io.optima.testing.history.History.Place;
import io.optima.testing.history.History.Sent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A publisher as clients are: what was not acknowledged is sent again, in order, as it was. */
final class SimulatedClient {
  private static final int MOST_WAITING = 5;

  private final String name;
  private final History history;
  private final SplittableRandom random;
  private final Map<PartitionRef, UUID> producers = new HashMap<>();
  private final Map<PartitionRef, Deque<Waiting>> waiting = new HashMap<>();
  private final Map<PartitionRef, Long> sequences = new HashMap<>();
  private long written;
  private String lastError = "";

  SimulatedClient(String name, History history, SplittableRandom random) {
    this.name = name;
    this.history = history;
    this.random = random;
  }

  private record Waiting(long sequence, String text) {}

  /** The two records of a batch. */
  static List<Sent> records(String text) {
    String[] parts = text.split(" ", 2);
    long number = Long.parseLong(parts[1]);
    return List.of(new Sent(parts[0], 2 * number), new Sent(parts[0], 2 * number + 1));
  }

  boolean waits() {
    return waiting.values().stream().anyMatch(batches -> !batches.isEmpty());
  }

  String lastError() {
    return lastError;
  }

  /** A new batch, unless many wait already. */
  void write(PartitionRef partition) {
    Deque<Waiting> batches = batches(partition);
    if (batches.size() < MOST_WAITING) {
      long sequence = sequences.merge(partition, 0L, (last, zero) -> last + 1);
      String text = name + " " + written++;
      records(text).forEach(history::sends);
      batches.add(new Waiting(sequence, text));
    }
  }

  private Deque<Waiting> batches(PartitionRef partition) {
    return waiting.computeIfAbsent(partition, unknown -> new ArrayDeque<>());
  }

  /** Sends all that waits; what comes behind a failure is sent again with it. */
  void send(StreamNode node, PartitionRef partition) {
    Deque<Waiting> batches = batches(partition);
    List<CompletableFuture<Appended>> answers = new ArrayList<>();
    boolean failed = false;
    for (Waiting batch : batches) {
      answers.add(append(node, partition, batch));
    }
    for (CompletableFuture<Appended> answer : answers) {
      try {
        told(partition, batches, TestNode.join(answer), failed);
      } catch (OptimaException e) {
        lastError = partition + ": " + e;
        requirePassing(e, failed);
        failed = true;
      }
    }
  }

  private UUID producer(PartitionRef partition) {
    return producers.computeIfAbsent(
        partition, unknown -> new UUID(random.nextLong(), random.nextLong()));
  }

  private void told(
      PartitionRef partition, Deque<Waiting> batches, Appended answer, boolean failed) {
    if (!failed) {
      List<Sent> records = records(batches.remove().text());
      for (int i = 0; i < records.size(); i++) {
        history.told(records.get(i), new Place(partition.number(), answer.firstOffset() + i));
      }
    }
  }

  private CompletableFuture<Appended> append(
      StreamNode node, PartitionRef partition, Waiting batch) {
    try {
      return node.append(
          partition, TestNode.batch(producer(partition), batch.sequence(), batch.text()));
    } catch (OptimaException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static void requirePassing(OptimaException error, boolean behindAnother) {
    boolean gap = error.code() == ErrorCode.FAILED_PRECONDITION && behindAnother;
    boolean passing =
        error.code() == ErrorCode.CONFLICT
            || error.code() == ErrorCode.UNAVAILABLE
            || error.code() == ErrorCode.RESOURCE_EXHAUSTED;
    if (!gap && !passing) {
      throw error;
    }
  }
}
