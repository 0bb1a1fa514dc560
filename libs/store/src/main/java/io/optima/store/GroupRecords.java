package io.optima.store;

import io.optima.model.DatasetName;
import io.optima.model.stream.ConsumerGroups.GroupState;
import io.optima.model.stream.GroupRef;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far consumer groups have come. Written again and again and not synced: after a power cut a
 * group may be where it was a moment before, and gets the records since then once more.
 */
public final class GroupRecords {
  private final ObjectStore objects;

  GroupRecords(ObjectStore objects) {
    this.objects = objects;
  }

  public Optional<GroupState> read(GroupRef group) {
    String key = Keys.group(group);
    return objects.get(key).map(json -> Json.readStored(key, json, GroupState.class));
  }

  public void write(GroupRef group, GroupState state) {
    objects.put(Keys.group(group), Json.bytes(state));
  }

  /** All groups that ever read the stream. Close the stream. */
  public Stream<GroupRef> groups(DatasetName stream) {
    String folder = Keys.groups(stream);
    return objects
        .list(folder)
        .map(object -> object.key().substring(folder.length()).replace(".json", ""))
        .map(name -> new GroupRef(stream, name));
  }
}
