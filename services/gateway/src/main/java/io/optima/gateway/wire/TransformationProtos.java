package io.optima.gateway.wire;

import static java.util.Objects.requireNonNull;

import io.optima.model.transform.Definition;
import io.optima.model.transform.Revision;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepRef;
import io.optima.model.transform.StepWork;
import io.optima.model.transform.StepWork.SqlWork;
import io.optima.v1.LogLine;
import io.optima.v1.Parameter;
import io.optima.v1.Run;
import io.optima.v1.RunOutput;
import io.optima.v1.RunState;
import io.optima.v1.Step;
import io.optima.v1.StepRun;
import io.optima.v1.StepState;
import io.optima.v1.Transformation;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
            .addAllSteps(
                definition.order().stream()
                    .map(name -> step(name, requireNonNull(definition.steps().get(name))))
                    .toList())
            .addAllParameters(
                definition.parameters().entrySet().stream()
                    .map(TransformationProtos::parameter)
                    .toList())
            .setAuthor(revision.author())
            .setTime(DatasetProtos.timestamp(revision.time()));
    definition.inputs().forEach((name, input) -> built.putInputs(name, input.toString()));
    definition
        .outputs()
        .forEach((table, output) -> built.putOutputs(table, output.dataset().toString()));
    return built.build();
  }

  private static Step step(StepName name, Definition.Step step) {
    return Step.newBuilder()
        .setName(name.name())
        .setKind(kind(step.work()))
        .addAllNeeds(step.needs().stream().map(StepName::name).toList())
        .addAllTables(step.work().outputs())
        .setText(text(step.work()))
        .build();
  }

  private static String kind(StepWork work) {
    return switch (work) {
      case SqlWork _ -> "sql";
    };
  }

  private static String text(StepWork work) {
    return switch (work) {
      case SqlWork sql ->
          sql.statements().size() == 1
              ? sql.statements().values().iterator().next()
              : sql.statements().entrySet().stream()
                  .map(each -> "-- " + each.getKey() + "\n" + each.getValue().stripTrailing())
                  .collect(Collectors.joining("\n"));
    };
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
        .addAllInputs(run.inputs().values().stream().distinct().map(DatasetProtos::input).toList())
        .addAllOutputs(run.outputs().stream().map(TransformationProtos::output).toList())
        .setPrincipal(run.principal())
        .setAttempt(run.attempt())
        .setAlreadyComputed(run.alreadyComputed())
        .addAllSteps(run.steps().stream().map(TransformationProtos::step).toList())
        .setRowsWritten(run.progress().rows())
        .setBytesWritten(run.progress().bytes())
        .addAllLog(run.log().stream().map(TransformationProtos::logLine).toList())
        .setMessage(run.message())
        .setCreated(DatasetProtos.timestamp(run.created()))
        .setChanged(DatasetProtos.timestamp(run.changed()))
        .setTraceId(traceId(run.traceparent()))
        .build();
  }

  private static RunOutput output(io.optima.model.transform.RunOutput output) {
    return RunOutput.newBuilder()
        .setName(output.name())
        .setDataset(output.dataset().toString())
        .setVersion(output.version())
        .setContentId(output.content() == null ? "" : output.content().toString())
        .setUnchanged(output.unchanged())
        .build();
  }

  private static StepRun step(io.optima.model.transform.StepRun step) {
    StepRun.Builder built =
        StepRun.newBuilder()
            .setName(step.name().name())
            .setState(state(step.state()))
            .setAttempt(step.attempt())
            .setFailures(step.failures())
            .setRowsWritten(step.progress().rows())
            .setBytesWritten(step.progress().bytes())
            .setMessage(step.message());
    Optional.ofNullable(step.queued()).map(DatasetProtos::timestamp).ifPresent(built::setQueued);
    Optional.ofNullable(step.started()).map(DatasetProtos::timestamp).ifPresent(built::setStarted);
    Optional.ofNullable(step.ended()).map(DatasetProtos::timestamp).ifPresent(built::setEnded);
    Optional.ofNullable(step.reused()).map(StepRef::run).ifPresent(built::setReusedFrom);
    return built.build();
  }

  private static StepState state(io.optima.model.transform.StepState state) {
    return switch (state) {
      case WAITING -> StepState.STEP_STATE_WAITING;
      case READY -> StepState.STEP_STATE_READY;
      case RUNNING -> StepState.STEP_STATE_RUNNING;
      case SUCCEEDED -> StepState.STEP_STATE_SUCCEEDED;
      case REUSED -> StepState.STEP_STATE_REUSED;
      case FAILED -> StepState.STEP_STATE_FAILED;
      case SKIPPED -> StepState.STEP_STATE_SKIPPED;
      case CANCELLED -> StepState.STEP_STATE_CANCELLED;
    };
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
      case PAUSED -> RunState.RUN_STATE_PAUSED;
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
