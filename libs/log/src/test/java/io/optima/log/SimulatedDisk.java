package io.optima.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A disk in memory that loses and tears what was not synced, in ways that a seed decides. A failed
 * sync drops what it was to write, and the bytes still read as if they were there: what Linux does.
 * Safe for threads, so that the whole journal can run on it.
 */
public final class SimulatedDisk implements JournalFiles {
  /** Smaller than any real one, so that more frames are torn. */
  private static final int SECTOR = 64;

  private final RandomGenerator random;
  private Map<String, Content> names = new HashMap<>();
  private Map<String, Content> durableNames = new HashMap<>();
  private final List<Consumer<Map<String, Content>>> unsyncedNames = new ArrayList<>();
  private long capacity = Long.MAX_VALUE;
  private int forcesUntilFailure = Integer.MAX_VALUE;
  private int writesUntilFailure = Integer.MAX_VALUE;

  public SimulatedDisk(RandomGenerator random) {
    this.random = random;
  }

  private static final class Content {
    private byte[] current;
    private byte[] durable;
    private final BitSet dirty = new BitSet();

    Content(int bytes) {
      current = new byte[bytes];
      durable = new byte[bytes];
      dirty.set(0, Math.ceilDiv(bytes, SECTOR));
    }

    void persist(int sector) {
      int from = sector * SECTOR;
      int to = Math.min(current.length, from + SECTOR);
      if (durable.length < current.length) {
        durable = Arrays.copyOf(durable, current.length);
      }
      System.arraycopy(current, from, durable, from, to - from);
    }
  }

  /** The machine stops: what was not synced is there or not, sector by sector. */
  public synchronized void powerCut() {
    int survivors = random.nextInt(unsyncedNames.size() + 1);
    unsyncedNames.subList(0, survivors).forEach(change -> change.accept(durableNames));
    unsyncedNames.clear();
    names = new HashMap<>(durableNames);
    for (Content content : names.values()) {
      int chance = random.nextInt(101);
      content.dirty.stream()
          .filter(sector -> random.nextInt(100) < chance)
          .forEach(content::persist);
      content.dirty.clear();
      content.current = content.durable.clone();
    }
    repair();
  }

  /** Takes the faults away, not what they did. */
  public synchronized void repair() {
    forcesUntilFailure = Integer.MAX_VALUE;
    writesUntilFailure = Integer.MAX_VALUE;
  }

  public synchronized void failForceAfter(int forces) {
    forcesUntilFailure = forces;
  }

  public synchronized void failWriteAfter(int writes) {
    writesUntilFailure = writes;
  }

  /** No file can be made or grow beyond what there is now. */
  public synchronized void fill() {
    capacity = used();
  }

  public synchronized void empty() {
    capacity = Long.MAX_VALUE;
  }

  synchronized long used() {
    return names.values().stream().mapToLong(content -> content.current.length).sum();
  }

  public synchronized void flip(String name, int position, int bit) {
    Content content = content(name);
    content.current[position] ^= (byte) (1 << bit);
    content.durable = content.current.clone();
  }

  public synchronized byte[] bytes(String name) {
    return content(name).current.clone();
  }

  synchronized void put(String name, byte[] bytes) {
    Content content = new Content(0);
    content.current = bytes.clone();
    content.durable = bytes.clone();
    names.put(name, content);
    durableNames.put(name, content);
  }

  private Content content(String name) {
    Content content = names.get(name);
    if (content == null) {
      throw new AssertionError("no file " + name);
    }
    return content;
  }

  private void change(Consumer<Map<String, Content>> change) {
    change.accept(names);
    unsyncedNames.add(change);
  }

  private void reserve(long more) throws NoRoomException {
    if (more > 0 && used() + more > capacity) {
      throw new NoRoomException("No space left on device");
    }
  }

  @Override
  public String place() {
    return "simulated";
  }

  @Override
  public synchronized List<String> list() {
    return names.keySet().stream().sorted().toList();
  }

  @Override
  public synchronized JournalFile create(String name, long bytes) throws IOException {
    reserve(bytes);
    Content content = new Content((int) bytes);
    change(all -> all.put(name, content));
    return new Open(content);
  }

  @Override
  public synchronized JournalFile open(String name) throws IOException {
    Content content = names.get(name);
    if (content == null) {
      throw new IOException(name + " does not exist");
    }
    return new Open(content);
  }

  @Override
  public synchronized void rename(String from, String to) {
    Content content = content(from);
    change(
        all -> {
          all.remove(from);
          all.put(to, content);
        });
  }

  @Override
  public synchronized void delete(String name) {
    change(all -> all.remove(name));
  }

  @Override
  public synchronized void syncDirectory() {
    unsyncedNames.clear();
    durableNames = new HashMap<>(names);
  }

  @Override
  public void close() {}

  private final class Open implements JournalFile {
    private final Content content;

    Open(Content content) {
      this.content = content;
    }

    @Override
    public long size() {
      synchronized (SimulatedDisk.this) {
        return content.current.length;
      }
    }

    @Override
    public void write(long position, ByteBuffer bytes) throws IOException {
      synchronized (SimulatedDisk.this) {
        boolean fails = writesUntilFailure-- <= 0;
        int at = (int) position;
        int length = fails ? random.nextInt(bytes.remaining() + 1) : bytes.remaining();
        if (at + length > content.current.length) {
          reserve(at + length - content.current.length);
          content.current = Arrays.copyOf(content.current, at + length);
        }
        bytes.get(content.current, at, length);
        content.dirty.set(at / SECTOR, Math.ceilDiv(at + length, SECTOR));
        if (fails) {
          throw new IOException("Input/output error");
        }
      }
    }

    @Override
    public void read(long position, ByteBuffer into) {
      synchronized (SimulatedDisk.this) {
        int length = Math.min(into.remaining(), content.current.length - (int) position);
        if (length > 0) {
          into.put(content.current, (int) position, length);
        }
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (SimulatedDisk.this) {
        boolean fails = forcesUntilFailure-- <= 0;
        content.dirty.stream()
            .filter(sector -> !fails || random.nextBoolean())
            .forEach(content::persist);
        content.dirty.clear();
        if (fails) {
          throw new IOException("Input/output error");
        }
      }
    }

    @Override
    public void close() {}
  }
}
