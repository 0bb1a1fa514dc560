package io.optima.gateway.stream;

import io.optima.gateway.Caller;
import io.optima.gateway.Reads;
import io.optima.gateway.stream.PartitionNodes.Stored;
import io.optima.gateway.stream.StreamAccess.Opened;
import io.optima.model.DatasetName;
import io.optima.model.OptimaException;
import io.optima.model.stream.PartitionRef;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Handing records out: sealed ones, those in the journal, and those that come later. */
public final class Subscriptions {
  private final StreamAccess access;
  private final Reads reads;

  public Subscriptions(StreamAccess access, Reads reads) {
    this.access = access;
    this.reads = reads;
  }

  /** Where a partition begins. */
  public sealed interface From {
    /** At the first record that is kept. */
    record Earliest() implements From {}

    /** Behind the last record. */
    record Latest() implements From {}

    /** At the first record of that time or later. */
    record Time(Instant instant) implements From {}

    /** At the record with that offset. */
    record Offset(long offset) implements From {}
  }

  /**
   * What a subscriber wants.
   *
   * @param places where partitions begin
   * @param others where all other partitions begin that are there now, and later ones are read from
   *     their first record; null: they are not read
   * @param untilNow end when everything was sent that is there now
   */
  public record Start(
      DatasetName stream, Map<Integer, From> places, @Nullable From others, boolean untilNow) {
    public Start {
      places = Map.copyOf(places);
    }
  }

  /** Who gets the records. */
  public interface Subscriber {
    /** Waits while the subscriber is slow; called by one thread at a time. */
    void accept(Stored batch);

    boolean isGone();
  }

  /**
   * A subscription that begins at what is there now. Whether the caller may read, and which
   * partitions there are, is looked up again every now and then.
   *
   * @throws OptimaException NOT_FOUND, FAILED_PRECONDITION when it is no stream, INVALID_ARGUMENT
   *     when nothing is asked for, UNAVAILABLE
   */
  public Subscription open(Caller caller, Start start) {
    Opened opened = access.readable(caller, start.stream());
    List<Callable<PartitionReader>> readers =
        partitions(opened, start).stream()
            .map(number -> (Callable<PartitionReader>) () -> reader(opened, number, start))
            .toList();
    Subscription subscription =
        new Subscription(Parallel.all(readers), new Growth(caller, start, opened.partitions()));
    reads.record(caller, "data.read", start.stream().toString(), "subscribe");
    return subscription;
  }

  private static Set<Integer> partitions(Opened opened, Start start) {
    Set<Integer> wanted = new HashSet<>(start.places().keySet());
    if (start.others() != null) {
      IntStream.range(0, opened.partitions()).forEach(wanted::add);
    }
    if (wanted.isEmpty()) {
      throw OptimaException.invalid(
          "the subscription to %s does not say where to begin: name offsets of partitions, or"
              + " earliest, latest or a time",
          start.stream());
    }
    return new TreeSet<>(wanted);
  }

  private PartitionReader reader(Opened opened, int number, Start start) {
    PartitionRef partition = opened.partition(number);
    From place = start.places().get(number);
    return PartitionReader.open(
        opened.backend().source(partition),
        Objects.requireNonNull(place == null ? start.others() : place),
        start.untilNow());
  }

  /** Nothing of a partition that was added since was missed. */
  private final class Growth implements Supplier<List<PartitionReader>> {
    private final Caller caller;
    private final Start start;
    private int known;

    Growth(Caller caller, Start start, int known) {
      this.caller = caller;
      this.start = start;
      this.known = known;
    }

    @Override
    public List<PartitionReader> get() {
      try {
        Opened opened = access.readable(caller, start.stream());
        return start.others() == null || start.untilNow() ? List.of() : added(opened);
      } catch (OptimaException e) {
        if (PartitionReader.isPassing(e)) {
          return List.of();
        }
        throw e;
      }
    }

    private List<PartitionReader> added(Opened opened) {
      List<PartitionReader> added =
          opened.all().stream()
              .skip(known)
              .map(opened.backend()::source)
              .map(source -> PartitionReader.open(source, new From.Earliest(), false))
              .toList();
      known = opened.partitions();
      return added;
    }
  }
}
