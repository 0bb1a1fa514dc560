package io.optima.transform.http;

import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.transform.Definition;
import io.optima.model.transform.Revision;
import io.optima.model.transform.Run;
import io.optima.model.transform.TransformQueries.Apply;
import io.optima.model.transform.TransformQueries.Cancel;
import io.optima.model.transform.TransformQueries.Get;
import io.optima.model.transform.TransformQueries.GetRun;
import io.optima.model.transform.TransformQueries.ListRuns;
import io.optima.model.transform.TransformQueries.ListTransformations;
import io.optima.model.transform.TransformQueries.Pause;
import io.optima.model.transform.TransformQueries.Resume;
import io.optima.model.transform.TransformQueries.RevisionPage;
import io.optima.model.transform.TransformQueries.RunPage;
import io.optima.model.transform.TransformQueries.Start;
import io.optima.model.transform.TransformQueries.Watch;
import io.optima.runtime.actor.Actors;
import io.optima.store.TransformationLog;
import io.optima.transform.RunStarter;
import io.optima.transform.RunWatch;
import io.optima.transform.Runs;
import io.optima.transform.actor.RunTurns;
import io.optima.transform.actor.RunTurns.Wish;
import io.optima.transform.actor.TransformationTurns;
import io.optima.transform.actor.TransformationTurns.Proposal;
import io.optima.transform.definition.Checks;
import io.optima.transform.definition.Document;
import io.optima.transform.definition.Transformations;
import io.optima.transform.run.RunHead.Control;
import io.optima.transform.yaml.DefinitionReader;
import java.util.List;
import java.util.stream.Stream;

/** Answers what gateways ask, calling the actors where something changes. */
public final class TransformAnswers {
  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 1000;

  private final Actors actors;
  private final Checks checks;
  private final TransformationLog log;
  private final Transformations transformations;
  private final RunStarter starter;
  private final Runs runs;
  private final RunWatch watch;

  public TransformAnswers(
      Actors actors,
      Checks checks,
      TransformationLog log,
      Transformations transformations,
      RunStarter starter,
      Runs runs,
      RunWatch watch) {
    this.actors = actors;
    this.checks = checks;
    this.log = log;
    this.transformations = transformations;
    this.starter = starter;
    this.runs = runs;
    this.watch = watch;
  }

  /** Checks the document in the name of the caller before anything is written. */
  Revision apply(Apply command) {
    Document document = DefinitionReader.read(command.yaml());
    checks.check(command.caller(), document);
    Definition definition = document.definition();
    return actors
        .of(TransformationTurns.class, definition.name())
        .apply(new Proposal(definition, command.caller()));
  }

  Revision get(Get query) {
    return transformations.newest(query.name());
  }

  RevisionPage list(ListTransformations query) {
    int size = size(query.size());
    try (Stream<String> names = log.names()) {
      List<Revision> found =
          names
              .filter(name -> name.compareTo(query.token()) > 0)
              .limit(size + 1L)
              .map(transformations::newest)
              .toList();
      return new RevisionPage(
          first(found, size), found.size() > size ? found.get(size - 1).definition().name() : "");
    }
  }

  Run start(Start command) {
    return starter.start(command);
  }

  Run run(GetRun query) {
    return runs.run(query.caller(), query.id());
  }

  RunPage runs(ListRuns query) {
    int size = size(query.size());
    List<Run> found = runs.list(query.caller(), query.transformation(), query.token(), size + 1);
    return new RunPage(first(found, size), found.size() > size ? found.get(size - 1).id() : "");
  }

  /**
   * Asks the run to end.
   *
   * @throws OptimaException NOT_FOUND, PERMISSION_DENIED
   */
  Run cancel(Cancel command) {
    return control(command.caller(), command.id(), Control.CANCEL);
  }

  /** Has the run start no more steps, as {@link #cancel}. */
  Run pause(Pause command) {
    return control(command.caller(), command.id(), Control.PAUSE);
  }

  /** Has a paused run go on, as {@link #cancel}. */
  Run resume(Resume command) {
    return control(command.caller(), command.id(), Control.NONE);
  }

  private Run control(Principal caller, String id, Control control) {
    runs.requireControl(caller, id);
    return actors.of(RunTurns.class, id).control(new Wish(control, caller.name()));
  }

  Run watch(Watch query) throws InterruptedException {
    Run seen = runs.run(query.caller(), query.id());
    return seen.state().isTerminal()
        ? seen
        : watch.await(query.id(), query.known(), query.waitMillis());
  }

  private static int size(int asked) {
    return asked <= 0 ? PAGE : Math.min(asked, LARGEST_PAGE);
  }

  private static <T> List<T> first(List<T> found, int size) {
    return found.size() > size ? found.subList(0, size) : found;
  }
}
