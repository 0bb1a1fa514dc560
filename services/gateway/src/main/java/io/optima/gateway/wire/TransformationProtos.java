package io.optima.gateway.wire;

import io.optima.model.transform.Definition;
import io.optima.model.transform.Revision;
import io.optima.v1.LogLine;
import io.optima.v1.Parameter;
import io.optima.v1.Run;
import io.optima.v1.RunState;
import io.optima.v1.Transformation;
import java.util.Map;

/** Transformations and runs between the model and protobuf. */
public final class TransformationProtos {
  private TransformationProtos() {}

  public static Transformation transformation(Revision revision) {
    Definition definition = revision.definition();
    Transformation.Builder built =
        Transformation.newBuilder()
            .setName(definition.name())
            .setDescription(definition.description())
            .setRevision(revision.number())
            .setSql(definition.sql())
            .setOutput(definition.output().toString())
            .addAllParameters(
                definition.parameters().entrySet().stream()
                    .map(TransformationProtos::parameter)
                    .toList())
            .setAuthor(revision.author())
            .setTime(DatasetProtos.timestamp(revision.time()));
    definition.inputs().forEach((name, input) -> built.putInputs(name, input.toString()));
    return built.build();
  }

  private static Parameter parameter(Map.Entry<String, Definition.Parameter> parameter) {
    Parameter.Builder built =
        Parameter.newBuilder()
            .setName(parameter.getKey())
            .setType(parameter.getValue().type().text());
    if (parameter.getValue().byDefault() != null) {
      built.setDefaultValue(parameter.getValue().byDefault());
    }
    return built.build();
  }

  public static Run run(io.optima.model.transform.Run run) {
    return Run.newBuilder()
        .setId(run.id())
        .setTransformation(run.transformation())
        .setRevision(run.revision())
        .setState(state(run.state()))
        .putAllParameters(run.parameters())
        .addAllInputs(run.inputs().stream().map(DatasetProtos::input).toList())
        .setOutput(run.output().toString())
        .setPrincipal(run.principal())
        .setAttempt(run.attempt())
        .setAlreadyComputed(run.alreadyComputed())
        .setVersion(run.version())
        .setContentId(run.content() == null ? "" : run.content().toString())
        .setRowsWritten(run.progress().rows())
        .setBytesWritten(run.progress().bytes())
        .addAllLog(run.log().stream().map(TransformationProtos::logLine).toList())
        .setMessage(run.message())
        .setCreated(DatasetProtos.timestamp(run.created()))
        .setChanged(DatasetProtos.timestamp(run.changed()))
        .setTraceId(traceId(run.traceparent()))
        .build();
  }

  private static LogLine logLine(io.optima.model.transform.Run.LogLine line) {
    return LogLine.newBuilder()
        .setTime(DatasetProtos.timestamp(line.time()))
        .setText(line.text())
        .build();
  }

  private static RunState state(io.optima.model.transform.RunState state) {
    return switch (state) {
      case QUEUED -> RunState.RUN_STATE_QUEUED;
      case RUNNING -> RunState.RUN_STATE_RUNNING;
      case SUCCEEDED -> RunState.RUN_STATE_SUCCEEDED;
      case FAILED -> RunState.RUN_STATE_FAILED;
      case CANCELLED -> RunState.RUN_STATE_CANCELLED;
    };
  }

  /** The second field of a traceparent (W3C Trace Context, section 3.2). */
  private static String traceId(String traceparent) {
    String[] fields = traceparent.split("-", -1);
    return fields.length < 2 ? "" : fields[1];
  }
}
