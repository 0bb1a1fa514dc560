package io.optima.lineage.openlineage;

import io.optima.lineage.NodeId;
import io.optima.lineage.Report;
import io.optima.lineage.Report.Column;
import io.optima.lineage.Report.Kind;
import io.optima.lineage.Report.Named;
import io.optima.lineage.Report.State;
import io.optima.lineage.ReportFormat;
import io.optima.model.OptimaException;
import io.optima.store.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads run, job and dataset events of the OpenLineage specification 2-0-2 and before. Facets that
 * lineage does not need are left alone.
 */
public final class EventReader implements ReportFormat {
  /** An index takes no longer ids, whatever characters they are made of. */
  private static final int LONGEST_NAME = 1000;

  @Override
  public Read read(String event) {
    JsonNode tree = tree(event);
    Report report = report(new Fields("", tree));
    String day = report.time().atOffset(ZoneOffset.UTC).toLocalDate().toString();
    return new Read(day + "/" + digest(Json.bytes(tree)), report);
  }

  private static JsonNode tree(String event) {
    try {
      JsonNode tree = Json.mapper().readTree(event);
      if (tree != null && tree.isObject()) {
        return tree;
      }
    } catch (JacksonException e) {
      throw OptimaException.invalid("the event is not JSON: %s", e.getOriginalMessage());
    }
    throw OptimaException.invalid("the event is not a JSON object: send one event at a time");
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Report report(Fields event) {
    Instant time = event.time("eventTime");
    int year = time.atOffset(ZoneOffset.UTC).getYear();
    if (year < 1970 || year > 9999) {
      throw event.refused("eventTime", "is outside of the years 1970 to 9999");
    }
    event.uri("producer");
    event.uri("schemaURL");
    if (event.has("dataset")) {
      return ofDataset(time, event.object("dataset"));
    }
    if (!event.has("run") && !event.has("job")) {
      throw OptimaException.invalid("the event has none of run, job and dataset");
    }
    return ofJob(event, time);
  }

  private static Report ofJob(Fields event, Instant time) {
    Fields job = event.object("job");
    Named name = named(job, List.of());
    boolean run = event.has("run");
    return new Report(
        run ? Kind.RUN : Kind.JOB,
        name.namespace(),
        run
            ? NodeId.externalRun(event.object("run").uuid("runId"))
            : NodeId.externalJob(name.namespace(), name.name()),
        name.name(),
        run ? state(event) : State.OTHER,
        time,
        event.objects("inputs").stream().map(each -> named(each, List.of())).toList(),
        event.objects("outputs").stream().map(each -> named(each, columns(each))).toList());
  }

  private static Report ofDataset(Instant time, Fields dataset) {
    Named named = named(dataset, columns(dataset));
    return new Report(
        Kind.DATASET,
        named.namespace(),
        NodeId.external(named.namespace(), named.name()),
        named.name(),
        State.OTHER,
        time,
        List.of(),
        List.of(named));
  }

  private static State state(Fields event) {
    String type = event.optionalText("eventType");
    try {
      return type.isEmpty() ? State.OTHER : State.valueOf(type);
    } catch (IllegalArgumentException e) {
      throw event.refused(
          "eventType", "is none of START, RUNNING, COMPLETE, FAIL, ABORT and OTHER");
    }
  }

  private static Named named(Fields fields, List<Column> columns) {
    String namespace = fields.text("namespace");
    String name = fields.text("name");
    requireShort(fields, namespace, name);
    String version = fields.optional("facets").optional("version").optionalText("datasetVersion");
    return new Named(fields.path(), namespace, name, version, columns);
  }

  private static void requireShort(Fields fields, String namespace, String name) {
    if ((namespace + name).getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      throw OptimaException.invalid(
          "%s: namespace and name have more than %d bytes", fields.path(), LONGEST_NAME);
    }
  }

  private static List<Column> columns(Fields output) {
    Fields facet = output.optional("facets").optional("columnLineage");
    List<Column> columns = new ArrayList<>();
    Fields fields = facet.optional("fields");
    for (Map.Entry<String, JsonNode> each : fields.node().properties()) {
      Fields column = fields.object(each.getKey());
      String legacy = column.optionalText("transformationType");
      column.objects("inputFields").forEach(in -> columns.add(column(in, each.getKey(), legacy)));
    }
    facet.objects("dataset").forEach(in -> columns.add(column(in, "", "")));
    return columns;
  }

  private static Column column(Fields input, String to, String legacy) {
    String namespace = input.text("namespace");
    String name = input.text("name");
    requireShort(input, namespace, name);
    return new Column(
        input.path(), namespace, name, input.text("field"), to, via(input, to, legacy));
  }

  /** Of several transformations the most direct. */
  private static String via(Fields input, String to, String legacy) {
    List<Fields> transformations = input.objects("transformations");
    if (transformations.isEmpty()) {
      return to.isEmpty() ? "FILTER" : legacy.equals("IDENTITY") ? "IDENTITY" : "EXPRESSION";
    }
    List<String> ways = transformations.stream().map(EventReader::way).toList();
    return List.of("IDENTITY", "EXPRESSION").stream()
        .filter(ways::contains)
        .findFirst()
        .orElse("FILTER");
  }

  private static String way(Fields transformation) {
    if (!transformation.text("type").equals("DIRECT")) {
      return "FILTER";
    }
    return transformation.optionalText("subtype").equals("IDENTITY") ? "IDENTITY" : "EXPRESSION";
  }
}
