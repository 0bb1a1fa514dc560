package io.optima.gateway.flight;

import io.optima.gateway.Caller;
import io.optima.gateway.Publishing;
import io.optima.gateway.Publishing.Birth;
import io.optima.gateway.Publishing.Published;
import io.optima.gateway.Publishing.Target;
import io.optima.model.DatasetName;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Mode;
import io.optima.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.flight.FlightProducer.StreamListener;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementIngest;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementIngest.TableDefinitionOptions;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementIngest.TableDefinitionOptions.TableExistsOption;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementIngest.TableDefinitionOptions.TableNotExistOption;
import org.apache.arrow.flight.sql.impl.FlightSql.DoPutUpdateResult;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Rows that clients send. A put to a dataset with versions is one publish, answered once when its
 * version is durable.
 */
final class DatasetPuts {
  private final Publishing publishing;
  private final StreamPuts streams;
  private final BufferAllocator allocator;

  DatasetPuts(Publishing publishing, StreamPuts streams, BufferAllocator allocator) {
    this.publishing = publishing;
    this.streams = streams;
    this.allocator = allocator;
  }

  /**
   * What a client may say in the metadata of its first batch, as a JSON object; nothing is needed.
   *
   * @param mode replace (as without it) or append
   */
  record Options(
      @Nullable String mode,
      @Nullable String message,
      @Nullable String idempotencyKey,
      @Nullable Boolean allowBreaking) {
    static final Options NONE = new Options(null, null, null, null);

    Target target(DatasetName name) {
      return new Target(
          name,
          "append".equals(mode) ? Mode.APPEND : Mode.REPLACE,
          Boolean.TRUE.equals(allowBreaking),
          null,
          Birth.PLAIN,
          message == null ? "" : message,
          idempotencyKey == null ? "" : idempotencyKey);
    }
  }

  /** Publishes to the dataset that the path names. */
  void put(Caller caller, FlightStream stream, StreamListener<PutResult> listener) {
    DatasetName name = Selection.target(stream.getDescriptor());
    try (FlightRows rows = FlightRows.open(stream, allocator)) {
      if (publishing.isStream(name)) {
        streams.put(caller, name, rows, listener);
        return;
      }
      Target target = options(rows).target(name);
      answer(listener, Json.bytes(told(publishing.rows(caller, target, rows))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Options options(FlightRows rows) {
    byte[] metadata = rows.firstMetadata();
    return metadata.length == 0 ? Options.NONE : Json.read(metadata, Options.class);
  }

  private static Map<String, Object> told(Published published) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("dataset", published.dataset().dataset().toString());
    told.put("version", published.version().number());
    told.put("contentId", published.version().content().toString());
    told.put("rows", published.version().rows());
    told.put("unchanged", published.unchanged());
    return told;
  }

  /** Flight SQL's bulk ingestion: schema and table name the dataset. */
  void ingest(
      Caller caller,
      CommandStatementIngest command,
      FlightStream stream,
      StreamListener<PutResult> listener) {
    if (!command.hasSchema() || command.getTemporary()) {
      throw OptimaException.invalid(
          "table '%s': name a group as its schema; temporary tables are not supported",
          command.getTable());
    }
    DatasetName name = new DatasetName(command.getSchema(), command.getTable());
    try (FlightRows rows = FlightRows.open(stream, allocator)) {
      publishing.rows(caller, target(name, command), rows);
      DoPutUpdateResult result =
          DoPutUpdateResult.newBuilder().setRecordCount(rows.taken()).build();
      answer(listener, result.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Target target(DatasetName name, CommandStatementIngest command) {
    TableDefinitionOptions options = command.getTableDefinitionOptions();
    boolean create = options.getIfNotExist() != TableNotExistOption.TABLE_NOT_EXIST_OPTION_FAIL;
    if (options.getIfExists() == TableExistsOption.TABLE_EXISTS_OPTION_FAIL) {
      publishing.requireNew(name);
    }
    Mode mode =
        options.getIfExists() == TableExistsOption.TABLE_EXISTS_OPTION_APPEND
            ? Mode.APPEND
            : Mode.REPLACE;
    return new Target(name, mode, false, null, create ? Birth.PLAIN : null, "", "");
  }

  private void answer(StreamListener<PutResult> listener, byte[] answer) {
    try (ArrowBuf metadata = allocator.buffer(answer.length)) {
      metadata.writeBytes(answer);
      listener.onNext(PutResult.metadata(metadata));
    }
    listener.onCompleted();
  }
}
