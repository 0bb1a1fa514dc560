package io.optima.dataset.stream.store;

import io.optima.log.JournalObjects;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.store.ObjectInfo;
import io.optima.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Journal objects in the object store, {@code journals/<name>}. */
public final class StoredObjects implements JournalObjects {
  private static final String FOLDER = "journals/";

  private final ObjectStore objects;

  public StoredObjects(ObjectStore objects) {
    this.objects = objects;
  }

  /** One that is there already was put by a call whose answer was lost. */
  @Override
  public void put(String name, ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    var _ = objects.putIfAbsent(FOLDER + name, copy);
  }

  @Override
  public List<String> list(UUID journal) {
    try (Stream<ObjectInfo> found = objects.list(FOLDER + journal + "/")) {
      return found.map(each -> each.key().substring(FOLDER.length())).toList();
    }
  }

  @Override
  public Set<UUID> journals() {
    try (Stream<String> found = objects.folders(FOLDER)) {
      return found.map(UUID::fromString).collect(Collectors.toSet());
    }
  }

  @Override
  public Optional<ByteBuffer> read(String name, long offset, int length) {
    try (InputStream in = objects.open(FOLDER + name, offset, length)) {
      return Optional.of(ByteBuffer.wrap(in.readAllBytes()));
    } catch (IOException e) {
      throw new OptimaException(
          ErrorCode.UNAVAILABLE, "journal object " + name + " cannot be read", e);
    } catch (OptimaException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void delete(String name) {
    objects.delete(FOLDER + name);
  }
}
