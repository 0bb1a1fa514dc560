package io.optima.query.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.optima.model.DatasetName;
import io.optima.model.DigestAlgorithm;
import io.optima.model.dataset.CsvOptions;
import io.optima.model.dataset.Datasets;
import io.optima.model.dataset.Datasets.Author;
import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.Datasets.Create;
import io.optima.model.dataset.Format;
import io.optima.model.dataset.Kind;
import io.optima.model.dataset.Mode;
import io.optima.model.dataset.Settings;
import io.optima.model.schema.DataTypes;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.query.secure.OwnersAndReaders;
import io.optima.store.ObjectInfo;
import io.optima.store.Store;
import io.optima.store.StoreSettings;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store in a folder with a publisher on it; memory that is not given back fails the test. */
@org.junit.jupiter.api.Timeout(
    value = 2,
    unit = java.util.concurrent.TimeUnit.MINUTES,
    threadMode = org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD)
abstract class PublishTest {
  static final Author OWNER = new Author("olga", false, "");

  @TempDir Path home;
  BufferAllocator allocator = new RootAllocator();
  @Nullable Store opened;
  @Nullable Publisher publisher;

  @BeforeEach
  void open() {
    opened = Store.open(StoreSettings.in(home));
    publisher = publisher(settings());
  }

  @AfterEach
  void closeAll() {
    publisher().close();
    store().close();
    allocator.close();
  }

  PublishSettings settings() {
    return PublishSettings.in(home).withMemoryBytes(512L << 20);
  }

  Publisher publisher(PublishSettings settings) {
    return new Publisher(store(), datasets(), new OwnersAndReaders(), settings, allocator);
  }

  Store store() {
    return java.util.Objects.requireNonNull(opened);
  }

  Publisher publisher() {
    return java.util.Objects.requireNonNull(publisher);
  }

  LogDatasets datasets() {
    return new LogDatasets(store().datasets());
  }

  /** Datasets whose first commit comes when somebody else was just faster. */
  Datasets overtaken(Callable<Committed> other) {
    AtomicBoolean first = new AtomicBoolean(true);
    Datasets real = datasets();
    return (Datasets)
        Proxy.newProxyInstance(
            Datasets.class.getClassLoader(),
            new Class<?>[] {Datasets.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("commit") && first.getAndSet(false)) {
                other.call();
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }

  DatasetName create(String name) {
    return create(name, DigestAlgorithm.SHA256);
  }

  DatasetName create(String name, DigestAlgorithm algorithm) {
    DatasetName dataset = DatasetName.parse(name);
    Settings settings = new Settings(OWNER.principal(), "", Map.of(), Set.of());
    datasets().create(new Create(dataset, Kind.IMMUTABLE, algorithm, settings, OWNER, key()));
    return dataset;
  }

  static String key() {
    return UUID.randomUUID().toString();
  }

  PublishTarget target(DatasetName dataset, Mode mode) {
    return PublishTarget.of(dataset, mode, "", OWNER, "");
  }

  Committed publish(DatasetName dataset, Format format, String content) {
    return publish(dataset, format, content.getBytes(UTF_8));
  }

  Committed publish(DatasetName dataset, Format format, byte[] content) {
    return publish(dataset, Mode.REPLACE, format, null, content);
  }

  Committed append(DatasetName dataset, Format format, String content) {
    return publish(dataset, Mode.APPEND, format, null, content.getBytes(UTF_8));
  }

  Committed publish(DatasetName dataset, Format format, TableSchema schema, String content) {
    return publish(dataset, Mode.REPLACE, format, schema, content.getBytes(UTF_8));
  }

  Committed publish(
      DatasetName dataset, Mode mode, Format format, @Nullable TableSchema schema, byte[] content) {
    return publish(dataset, mode, format, schema, new ByteArrayInputStream(content));
  }

  Committed publish(
      DatasetName dataset,
      Mode mode,
      Format format,
      @Nullable TableSchema schema,
      InputStream content) {
    PublishRequest request =
        new PublishRequest(target(dataset, mode), format, CsvOptions.DETECT, schema);
    return publisher().publish(request, content, PublishListener.NONE);
  }

  /** A schema from names and types by turns. */
  static TableSchema schema(String... namesAndTypes) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      fields.add(new Field(namesAndTypes[i], DataTypes.parse(namesAndTypes[i + 1])));
    }
    return new TableSchema(fields);
  }

  List<ObjectInfo> storedChunks() {
    try (Stream<ObjectInfo> chunks = store().objects().list("chunks/")) {
      return chunks.toList();
    }
  }
}
