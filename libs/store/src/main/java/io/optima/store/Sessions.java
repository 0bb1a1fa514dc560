package io.optima.store;

import io.optima.model.ChunkDigest;
import io.optima.model.OptimaException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The publishes that are running, as everybody sees them: {@code publishing/<id>.started}, {@code
 * .alive} (heartbeat) and {@code .<digest>} (claims). All times are those of the store's clock.
 */
final class Sessions {
  private static final String STARTED = "started";
  private static final String ALIVE = "alive";
  private static final byte[] EMPTY = {};

  private final ObjectStore objects;

  /** Closed sessions whose commit may still be on the way, with the time when it cannot be. */
  private final ConcurrentMap<String, Long> due = new ConcurrentHashMap<>();

  Sessions(ObjectStore objects) {
    this.objects = objects;
  }

  /** Makes the session known; returns its start. */
  Instant start(String id) {
    removeDue();
    objects.put(key(id, STARTED), EMPTY);
    return objects
        .stat(key(id, STARTED))
        .map(ObjectInfo::modified)
        .orElseThrow(() -> OptimaException.notFound("publish %s is gone", id));
  }

  /** Shows that the session is alive; false when it was removed as dead. */
  boolean beat(String id) {
    if (objects.stat(key(id, STARTED)).isEmpty()) {
      return false;
    }
    objects.put(key(id, ALIVE), EMPTY);
    return true;
  }

  void claim(String id, ChunkDigest digest) {
    objects.put(key(id, digest.hex()), EMPTY);
  }

  /** Forgets the session after a while, when another begins. */
  void removeLater(String id, Duration after) {
    due.put(id, System.nanoTime() + after.toNanos());
  }

  private void removeDue() {
    due.forEach(
        (id, time) -> {
          if (System.nanoTime() - time > 0 && due.remove(id, time)) {
            remove(id);
          }
        });
  }

  /** Forgets the session; its start goes last, so that a claim never stands alone. */
  void remove(String id) {
    List<String> keys;
    try (Stream<ObjectInfo> found = objects.list(Keys.PUBLISHING + id + ".")) {
      keys = new ArrayList<>(found.map(ObjectInfo::key).toList());
    }
    keys.remove(key(id, STARTED));
    keys.add(key(id, STARTED));
    keys.forEach(objects::delete);
  }

  /** All sessions, dead ones included. */
  Map<String, Session> all() {
    Map<String, Session> sessions = new TreeMap<>();
    try (Stream<ObjectInfo> found = objects.list(Keys.PUBLISHING)) {
      found.forEach(object -> add(sessions, object));
    }
    return sessions;
  }

  private static void add(Map<String, Session> sessions, ObjectInfo object) {
    String name = object.key().substring(Keys.PUBLISHING.length());
    int dot = name.indexOf('.');
    if (dot < 0) {
      return;
    }
    Session session = sessions.computeIfAbsent(name.substring(0, dot), id -> new Session());
    switch (name.substring(dot + 1)) {
      case STARTED -> session.started = object.modified();
      case ALIVE -> session.alive = object.modified();
      default -> session.claims.add(new ChunkDigest(name.substring(dot + 1)));
    }
  }

  private static String key(String id, String part) {
    return Keys.PUBLISHING + id + "." + part;
  }

  /** What is known of a publish. */
  static final class Session {
    private @Nullable Instant started;
    private @Nullable Instant alive;
    private final Set<ChunkDigest> claims = new HashSet<>();

    boolean isAlive(Instant now, Duration lease) {
      return started != null && (alive == null ? started : alive).isAfter(now.minus(lease));
    }

    Instant started() {
      return started == null ? Instant.MAX : started;
    }

    Set<ChunkDigest> claims() {
      return claims;
    }
  }
}
