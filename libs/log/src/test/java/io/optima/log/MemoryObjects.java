package io.optima.log;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Objects in memory, which outlive every node. Their store can be away. */
public final class MemoryObjects implements JournalObjects {
  private final NavigableMap<String, byte[]> objects = new TreeMap<>();
  private final List<Runnable> late = new ArrayList<>();
  private boolean away;
  private boolean slow;
  private Runnable beforePut = () -> {};

  /** Whether calls fail from now on. */
  public synchronized void away(boolean on) {
    away = on;
  }

  /** Whether puts fail from now on though they have an effect, when {@link #arrive} is called. */
  public synchronized void slow(boolean on) {
    slow = on;
  }

  /** What was put while that was slow is there now. */
  public synchronized void arrive() {
    late.forEach(Runnable::run);
    late.clear();
  }

  synchronized void beforePut(Runnable step) {
    beforePut = step;
  }

  /** Names of all objects. */
  public synchronized List<String> names() {
    return List.copyOf(objects.keySet());
  }

  synchronized void change(String name, int at) {
    Objects.requireNonNull(objects.get(name))[at] ^= 1;
  }

  @Override
  public void put(String name, ByteBuffer bytes) {
    Runnable step;
    synchronized (this) {
      step = beforePut;
    }
    step.run();
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    store(name, copy);
  }

  private synchronized void store(String name, byte[] bytes) {
    requireHere();
    if (slow) {
      late.add(() -> objects.putIfAbsent(name, bytes));
      throw new OptimaException(ErrorCode.UNAVAILABLE, "the object store took too long");
    }
    objects.putIfAbsent(name, bytes);
  }

  private void requireHere() {
    if (away) {
      throw new OptimaException(ErrorCode.UNAVAILABLE, "no object store");
    }
  }

  @Override
  public synchronized List<String> list(UUID journal) {
    requireHere();
    return objects.keySet().stream().filter(name -> name.startsWith(journal + "/")).toList();
  }

  @Override
  public synchronized Set<UUID> journals() {
    requireHere();
    Set<UUID> journals = new HashSet<>();
    objects.keySet().forEach(name -> journals.add(UUID.fromString(name.substring(0, 36))));
    return journals;
  }

  @Override
  public synchronized Optional<ByteBuffer> read(String name, long offset, int length) {
    requireHere();
    byte[] object = objects.get(name);
    if (object == null) {
      return Optional.empty();
    }
    int from = (int) Math.min(offset, object.length);
    return Optional.of(
        ByteBuffer.wrap(object, from, Math.min(length, object.length - from)).slice());
  }

  @Override
  public synchronized void delete(String name) {
    requireHere();
    objects.remove(name);
  }
}
