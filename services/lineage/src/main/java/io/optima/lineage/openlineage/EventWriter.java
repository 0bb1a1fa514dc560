package io.optima.lineage.openlineage;

import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.InputDataset;
import io.openlineage.client.OpenLineage.OutputDataset;
import io.openlineage.client.OpenLineage.RunEvent;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.openlineage.client.OpenLineageClientUtils;
import io.optima.lineage.CommitLog;
import io.optima.lineage.EmittedEvents;
import io.optima.lineage.NodeId;
import io.optima.lineage.RunHistory;
import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.Events.RunChanged;
import io.optima.model.dataset.Input;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Version;
import io.optima.model.lineage.ColumnLineage;
import io.optima.model.transform.Run;
import io.optima.model.transform.RunState;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs and versions as OpenLineage run events, read from the store. A version that a run made is
 * told by the run's end; one that was uploaded is a run of its own, of the job {@code publish
 * group/name}.
 */
public final class EventWriter implements EmittedEvents {
  private static final URI PRODUCER = URI.create("urn:optima:lineage");

  private final OpenLineage form = new OpenLineage(PRODUCER);
  private final String namespace;
  private final CommitLog log;
  private final RunHistory runs;
  private final DatasetFacets facets;

  public EventWriter(String namespace, CommitLog log, RunHistory runs) {
    this.namespace = namespace;
    this.log = log;
    this.runs = runs;
    this.facets = new DatasetFacets(form, namespace);
  }

  @Override
  public Optional<String> event(String key) {
    int end = key.lastIndexOf('#');
    String subject = key.substring(0, end);
    String place = key.substring(end + 1);
    Optional<RunEvent> event =
        NodeId.isRun(subject)
            ? run(subject.substring(subject.indexOf(':') + 1), place)
            : log.entry(DatasetName.parse(subject), Long.parseLong(place))
                .flatMap(entry -> published(entry, key));
    return event.map(OpenLineageClientUtils::toJson);
  }

  private Optional<RunEvent> run(String id, String state) {
    return state.equals("queued")
        ? runs.began(id).map(this::began)
        : runs.ended(id).map(this::ended);
  }

  private RunEvent began(RunChanged change) {
    Run run = change.run();
    return event(EventType.START, run.created(), run)
        .run(form.newRunBuilder().runId(UUID.fromString(run.id())).build())
        .outputs(planned(run))
        .build();
  }

  private RunEvent ended(RunChanged change) {
    Run run = change.run();
    OpenLineage.RunFacetsBuilder facts = form.newRunFacetsBuilder();
    if (run.state() == RunState.FAILED) {
      facts.errorMessage(form.newErrorMessageRunFacet(run.message(), "SQL", null));
    }
    return event(end(run.state()), run.changed(), run)
        .run(form.newRunBuilder().runId(UUID.fromString(run.id())).facets(facts.build()).build())
        .outputs(outputs(run, change.columns()))
        .build();
  }

  private static EventType end(RunState state) {
    return switch (state) {
      case SUCCEEDED -> EventType.COMPLETE;
      case CANCELLED -> EventType.ABORT;
      default -> EventType.FAIL;
    };
  }

  private OpenLineage.RunEventBuilder event(EventType type, Instant time, Run run) {
    String sql = runs.sql(run.transformation(), run.revision());
    OpenLineage.JobFacetsBuilder job =
        form.newJobFacetsBuilder()
            .jobType(form.newJobTypeJobFacet("BATCH", "OPTIMA", "TRANSFORMATION", null));
    if (!sql.isEmpty()) {
      job.sql(form.newSQLJobFacet(sql, "duckdb"));
    }
    return form.newRunEventBuilder()
        .eventType(type)
        .eventTime(time.atZone(ZoneOffset.UTC))
        .job(form.newJob(namespace, run.transformation(), job.build()))
        .inputs(run.inputs().values().stream().distinct().map(this::input).toList());
  }

  private List<OutputDataset> planned(Run run) {
    return run.outputs().stream().map(output -> output(output.dataset()).build()).toList();
  }

  private List<OutputDataset> outputs(Run run, Map<String, List<ColumnLineage>> columns) {
    if (run.state() != RunState.SUCCEEDED) {
      return planned(run);
    }
    return run.outputs().stream()
        .flatMap(
            output ->
                log
                    .version(DatasetRef.of(output.dataset(), output.version()))
                    .map(
                        version ->
                            output(
                                output.dataset(),
                                version,
                                columns.getOrDefault(output.name(), List.of())))
                    .stream())
        .toList();
  }

  private OpenLineage.OutputDatasetBuilder output(DatasetName name) {
    return form.newOutputDatasetBuilder().namespace(namespace).name(name.toString());
  }

  private OutputDataset output(DatasetName name, Version version, List<ColumnLineage> columns) {
    return output(name)
        .facets(facets.of(version, columns))
        .outputFacets(facets.statistics(version))
        .build();
  }

  private InputDataset input(Input input) {
    OpenLineage.InputDatasetBuilder dataset =
        form.newInputDatasetBuilder().namespace(namespace).name(input.dataset().toString());
    log.version(DatasetRef.of(input.dataset(), input.version()))
        .ifPresent(version -> dataset.facets(facets.of(version, List.of())));
    return dataset.build();
  }

  private Optional<RunEvent> published(LogEntry entry, String key) {
    Version version = entry.latest();
    if (version == null || version.origin() != null) {
      return Optional.empty();
    }
    UUID id = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
    return Optional.of(
        form.newRunEventBuilder()
            .eventType(EventType.COMPLETE)
            .eventTime(entry.time().atZone(ZoneOffset.UTC))
            .run(form.newRunBuilder().runId(id).build())
            .job(
                form.newJob(
                    namespace,
                    "publish " + entry.dataset(),
                    form.newJobFacetsBuilder()
                        .jobType(form.newJobTypeJobFacet("BATCH", "OPTIMA", "PUBLISH", null))
                        .build()))
            .inputs(version.inputs().stream().map(this::input).toList())
            .outputs(List.of(output(entry.dataset(), version, List.of())))
            .build());
  }
}
