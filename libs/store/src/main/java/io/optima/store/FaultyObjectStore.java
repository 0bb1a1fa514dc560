package io.optima.store;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Reaches fault points around what matters of another store: {@code chunk.before-put}, {@code
 * chunk.after-put}, {@code chunk.before-get}, {@code manifest.before-put}, {@code
 * manifest.after-put}, {@code commit.before-append}, {@code commit.after-append}, {@code
 * revision.before-append}, {@code revision.after-append}, {@code run.before-put}, {@code
 * run.after-put}, {@code step.before-put}, {@code step.after-put}, {@code fate.before-put}, {@code
 * fate.after-put}.
 */
public final class FaultyObjectStore extends ForwardingStore {
  private final FaultPoints faults;

  public FaultyObjectStore(ObjectStore store, FaultPoints faults) {
    super(store);
    this.faults = faults;
  }

  @Override
  public boolean putIfAbsent(String key, byte[] bytes) {
    // a manifest is the one chunk that is put from memory as a JSON object
    boolean manifest = key.startsWith(Keys.CHUNKS) && bytes.length > 0 && bytes[0] == '{';
    return around(manifest ? "manifest" : kind(key), () -> super.putIfAbsent(key, bytes));
  }

  @Override
  public boolean putIfAbsent(String key, Path file) {
    return around(kind(key), () -> super.putIfAbsent(key, file));
  }

  private boolean around(String kind, BooleanSupplier put) {
    String doing = kind.equals("commit") || kind.equals("revision") ? "append" : "put";
    faults.reach(kind + ".before-" + doing);
    boolean result = put.getAsBoolean();
    faults.reach(kind + ".after-" + doing);
    return result;
  }

  private static String kind(String key) {
    if (key.startsWith(Keys.CHUNKS)) {
      return "chunk";
    }
    if (key.startsWith(Keys.DATASETS)) {
      return "commit";
    }
    if (key.startsWith(Keys.TRANSFORMATIONS)) {
      return "revision";
    }
    return key.startsWith(Keys.RUNS) ? kindOfRun(key) : "other";
  }

  private static String kindOfRun(String key) {
    if (Keys.isRunStep(key)) {
      return "step";
    }
    return key.endsWith("/fate.json") ? "fate" : "run";
  }

  @Override
  public Optional<byte[]> get(String key) {
    reachGet(key);
    return super.get(key);
  }

  @Override
  public InputStream open(String key, long offset, long length) {
    reachGet(key);
    return super.open(key, offset, length);
  }

  @Override
  public Optional<Path> file(String key) {
    reachGet(key);
    return super.file(key);
  }

  private void reachGet(String key) {
    if (key.startsWith(Keys.CHUNKS)) {
      faults.reach("chunk.before-get");
    }
  }
}
