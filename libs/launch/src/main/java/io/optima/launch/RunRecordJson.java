package io.optima.launch;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * {@code run.json}, token by token: every command reads it, and a mapper of objects takes longer to
 * start than all else that most commands do.
 */
final class RunRecordJson implements AutoCloseable {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser in;

  private RunRecordJson(byte[] json) {
    this.in = JSON.createParser(ObjectReadContext.empty(), json);
  }

  /**
   * @throws tools.jackson.core.JacksonException the text is torn or no record
   * @throws IllegalArgumentException a layout that is none
   * @throws java.time.DateTimeException a moment that is none
   */
  static RunRecord read(byte[] json) {
    try (RunRecordJson reading = new RunRecordJson(json)) {
      return reading.record();
    }
  }

  static byte[] write(RunRecord record) {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(new Indented(), json)) {
      out.writeStartObject();
      out.writeStringProperty("layout", record.layout().name());
      out.writeBooleanProperty("ready", record.ready());
      out.writeStringProperty("started", record.started().toString());
      out.writeObjectPropertyStart("ports");
      record.ports().forEach(out::writeNumberProperty);
      out.writeEndObject();
      out.writeArrayPropertyStart("processes");
      record.processes().forEach(process -> write(process, out));
      out.writeEndArray();
      out.writeEndObject();
    }
    return json.toByteArray();
  }

  private static void write(ProcessId process, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("name", process.name());
    out.writeNumberProperty("pid", process.pid());
    out.writeNumberProperty("started", process.started());
    out.writeEndObject();
  }

  private static final class Indented extends ObjectWriteContext.Base {
    @Override
    public PrettyPrinter getPrettyPrinter() {
      return new DefaultPrettyPrinter();
    }

    @Override
    public boolean hasPrettyPrinter() {
      return true;
    }
  }

  private RunRecord record() {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw new StreamReadException(in, "not an object");
    }
    Layout layout = Layout.EMBEDDED;
    boolean ready = false;
    Instant started = Instant.EPOCH;
    Map<String, Integer> ports = Map.of();
    List<ProcessId> processes = List.of();
    while (nextField()) {
      switch (in.currentName()) {
        case "layout" -> layout = Layout.valueOf(in.getString());
        case "ready" -> ready = in.getBooleanValue();
        case "started" -> started = Instant.parse(in.getString());
        case "ports" -> ports = ports();
        case "processes" -> processes = processes();
        default -> in.skipChildren();
      }
    }
    return new RunRecord(layout, ready, started, ports, processes);
  }

  private Map<String, Integer> ports() {
    Map<String, Integer> ports = new LinkedHashMap<>();
    while (nextField()) {
      ports.put(in.currentName(), in.getIntValue());
    }
    return ports;
  }

  private List<ProcessId> processes() {
    List<ProcessId> processes = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      processes.add(process());
    }
    return processes;
  }

  private ProcessId process() {
    String name = "";
    long pid = 0;
    long started = 0;
    while (nextField()) {
      switch (in.currentName()) {
        case "name" -> name = in.getString();
        case "pid" -> pid = in.getLongValue();
        case "started" -> started = in.getLongValue();
        default -> in.skipChildren();
      }
    }
    return new ProcessId(name, pid, started);
  }

  /** Goes on to the value of the object's next field. */
  private boolean nextField() {
    boolean found = in.nextToken() == JsonToken.PROPERTY_NAME;
    if (found) {
      in.nextToken();
    }
    return found;
  }

  @Override
  public void close() {
    in.close();
  }
}
