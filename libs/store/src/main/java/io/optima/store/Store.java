package io.optima.store;

import com.github.benmanes.caffeine.cache.Ticker;
import io.optima.model.OptimaException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Everything that is kept, behind one door. */
public final class Store implements AutoCloseable {
  private final StoreSettings settings;
  private final ObjectStore objects;
  private final LocalChunks local;
  private final ChunkStore chunks;
  private final DatasetLog datasets;
  private final PartitionLog partitions;
  private final SourceSnapshots sourceSnapshots;
  private final Manifests manifests;
  private final TransformationLog transformations;
  private final RunRecords runs;
  private final Sessions sessions;
  private final GcLock gcLock;

  private Store(StoreSettings settings, ObjectStore objects) {
    this.settings = settings;
    this.objects = objects;
    this.local = local(settings, objects);
    this.chunks = new Chunks(objects, local);
    this.datasets = new DatasetLog(objects);
    this.partitions = new PartitionLog(objects, chunks);
    this.sourceSnapshots = new SourceSnapshots(objects);
    this.manifests = new Manifests(chunks);
    this.transformations = new TransformationLog(objects);
    this.runs = new RunRecords(objects);
    this.sessions = new Sessions(objects);
    this.gcLock = new GcLock(objects, settings.lease());
  }

  /**
   * Opens the store that the settings name, creating it when it is new.
   *
   * @throws OptimaException INVALID_ARGUMENT for a URL of an unknown kind, UNAVAILABLE when the
   *     store cannot be reached
   */
  public static Store open(StoreSettings settings) {
    return open(settings, UnaryOperator.identity());
  }

  /** As {@link #open(StoreSettings)}, with all objects behind a decorator. */
  public static Store open(StoreSettings settings, UnaryOperator<ObjectStore> decorator) {
    for (ObjectStoreProvider provider : ServiceLoader.load(ObjectStoreProvider.class)) {
      if (provider.opens(settings.url())) {
        ObjectStore objects = faulty(settings.faults(), provider.open(settings));
        return open(settings, decorator.apply(objects));
      }
    }
    throw OptimaException.invalid(
        "optima.store.url '%s' is not known: use file:<dir> or s3://bucket/prefix", settings.url());
  }

  private static ObjectStore faulty(StoreSettings.Faults faults, ObjectStore objects) {
    return faults.equals(StoreSettings.Faults.NONE)
        ? objects
        : new FaultyObjectStore(objects, FaultPoints.halting(faults));
  }

  /** Opens what is above an object store of one's own, for decorators and tests. */
  public static Store open(StoreSettings settings, ObjectStore objects) {
    try {
      StoreFormat.check(objects);
      return new Store(settings, objects);
    } catch (RuntimeException e) {
      objects.close();
      throw e;
    }
  }

  private static LocalChunks local(StoreSettings settings, ObjectStore objects) {
    VerifiedFiles verified = new VerifiedFiles(settings.verifyAgain(), Ticker.systemTicker());
    boolean keepsFiles = objects.file(StoreFormat.KEY).isPresent();
    return keepsFiles
        ? new StoreFiles(objects, verified)
        : ReadCache.open(
            objects, settings.home().resolve("cache"), settings.cacheBytes(), verified);
  }

  /**
   * Whether the store is still where it was and takes more: its own mark is there, and in a
   * directory something can be written beside it.
   *
   * @throws OptimaException UNAVAILABLE when it cannot be reached
   */
  public boolean isUsable() {
    return objects.stat(StoreFormat.KEY).isPresent()
        && objects.file(StoreFormat.KEY).map(Path::getParent).map(Files::isWritable).orElse(true);
  }

  public ObjectStore objects() {
    return objects;
  }

  public ChunkStore chunks() {
    return chunks;
  }

  public DatasetLog datasets() {
    return datasets;
  }

  public PartitionLog partitions() {
    return partitions;
  }

  public GroupRecords groups() {
    return new GroupRecords(objects);
  }

  public SourceSnapshots sourceSnapshots() {
    return sourceSnapshots;
  }

  public Manifests manifests() {
    return manifests;
  }

  public TransformationLog transformations() {
    return transformations;
  }

  public RunRecords runs() {
    return runs;
  }

  public UnchangedPublishes unchanged() {
    return new UnchangedPublishes(objects);
  }

  /** Begins a publish; close it. */
  public PublishSession publish() {
    return new PublishSession(
        objects, gcLock, sessions, UUID.randomUUID().toString(), settings.home(), settings.lease());
  }

  public GarbageCollector garbage() {
    return new GarbageCollector(
        objects,
        since -> References.read(objects, datasets, manifests, partitions, since),
        sessions,
        gcLock,
        settings);
  }

  @Override
  public void close() {
    local.close();
    objects.close();
  }
}
