package io.optima.log;

import io.optima.log.ObjectFormat.Place;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Reads batches from the objects of any journal, also of one whose node is gone. Indexes of objects
 * are remembered: who takes over one partition of a node mostly takes over others too. Safe for any
 * number of threads.
 */
public final class ObjectTails {
  private static final int FIRST_READ_BYTES = 16 << 10;
  private static final int AT_ONCE = 16;
  private static final int REMEMBERED = 20_000;

  private final JournalObjects objects;
  private final Map<String, List<Place>> indexes =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, List<Place>> eldest) {
              return size() > REMEMBERED;
            }
          });

  public ObjectTails(JournalObjects objects) {
    this.objects = objects;
  }

  /**
   * Hands over the batches of a partition that were appended under one epoch and end behind the
   * offset, in order; those of one object at a time.
   *
   * @return the offset behind the last one
   * @throws OptimaException CORRUPT when one is missing between others or damaged; UNAVAILABLE
   */
  public long read(
      UUID journal, PartitionId partition, long epoch, long offset, Consumer<List<Batch>> into) {
    List<String> names = objects.list(journal);
    Map<String, List<Place>> found = indexes(names);
    long next = offset;
    for (String name : names) {
      List<Place> wanted = new ArrayList<>();
      for (Place place : found.getOrDefault(name, List.of())) {
        if (place.partition().equals(partition) && place.epoch() == epoch && place.end() > next) {
          requireNext(name, place, next);
          wanted.add(place);
          next = place.end();
        }
      }
      if (!wanted.isEmpty()) {
        into.accept(batches(name, wanted));
      }
    }
    return next;
  }

  private static void requireNext(String name, Place place, long next) {
    if (place.offset() != next) {
      throw OptimaException.of(
          ErrorCode.CORRUPT,
          "journal object %s goes on with offset %d of partition %s: %d to %d are in none",
          name,
          place.offset(),
          place.partition(),
          next,
          place.offset() - 1);
    }
  }

  private List<Batch> batches(String name, List<Place> wanted) {
    long from = wanted.getFirst().position();
    Place last = wanted.getLast();
    int length = Math.toIntExact(last.position() + last.bytes() - from);
    ByteBuffer part = objects.read(name, from, length).orElse(null);
    return wanted.stream().map(place -> ObjectFormat.batch(name, place, part, from)).toList();
  }

  /**
   * Which records an object has: for each of its partitions the offset behind the last one. Empty
   * when there is no such object.
   */
  public Map<PartitionId, Long> ends(String name) {
    Map<PartitionId, Long> ends = new HashMap<>();
    index(name).forEach(place -> ends.merge(place.partition(), place.end(), Math::max));
    return ends;
  }

  /** One after the other when there are few, since each is a call to the object store. */
  private Map<String, List<Place>> indexes(List<String> names) {
    if (names.size() < AT_ONCE || indexes.keySet().containsAll(names)) {
      return names.stream().collect(Collectors.toMap(name -> name, this::index));
    }
    List<Future<List<Place>>> answers;
    try (ExecutorService threads =
        Executors.newFixedThreadPool(AT_ONCE, Threads.named("journal-objects"))) {
      answers = names.stream().map(name -> threads.submit(() -> index(name))).toList();
    }
    Map<String, List<Place>> found = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      found.put(names.get(i), answer(answers.get(i)));
    }
    return found;
  }

  private static List<Place> answer(Future<List<Place>> answer) {
    return switch (answer.state()) {
      case SUCCESS -> answer.resultNow();
      case FAILED ->
          throw answer.exceptionNow() instanceof OptimaException why
              ? why
              : new IllegalStateException(answer.exceptionNow());
      case CANCELLED, RUNNING ->
          throw new OptimaException(ErrorCode.CANCELLED, "reading journal objects was ended");
    };
  }

  /** What was deleted meanwhile has nothing that anybody needs. */
  private List<Place> index(String name) {
    List<Place> known = indexes.get(name);
    if (known != null) {
      return known;
    }
    ByteBuffer first = objects.read(name, 0, FIRST_READ_BYTES).orElse(null);
    if (first == null) {
      return List.of();
    }
    int bytes = ObjectFormat.HEAD_BYTES + ObjectFormat.indexBytes(name, first);
    ByteBuffer whole =
        bytes <= first.remaining() ? first : objects.read(name, 0, bytes).orElse(first);
    List<Place> index = ObjectFormat.index(name, whole);
    indexes.put(name, index);
    return index;
  }
}
