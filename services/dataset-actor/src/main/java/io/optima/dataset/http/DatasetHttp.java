package io.optima.dataset.http;

import io.optima.model.DatasetName;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.operations.OperationQueries;
import io.optima.model.operations.OperationQueries.CollectGarbage;
import io.optima.model.operations.OperationQueries.Garbage;
import io.optima.model.operations.OperationQueries.Repair;
import io.optima.model.operations.OperationQueries.Repaired;
import io.optima.runtime.actor.Actors;
import io.optima.runtime.actor.DatasetTurns;
import io.optima.store.GcReport;
import io.optima.store.Json;
import io.optima.store.Store;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Answers {@link OperationQueries}. */
@RestController
public final class DatasetHttp {
  private final Store store;
  private final Actors actors;

  DatasetHttp(Store store, Actors actors) {
    this.store = store;
    this.actors = actors;
  }

  @PostMapping(path = OperationQueries.COLLECT_GARBAGE, produces = MediaType.APPLICATION_JSON_VALUE)
  byte[] collectGarbage(@RequestBody byte[] question) {
    CollectGarbage command = Json.read(question, CollectGarbage.class);
    checkAdmin(command.caller());
    GcReport report =
        command.delete()
            ? store.garbage().delete(command.grace())
            : store.garbage().look(command.grace());
    return Json.bytes(
        new Garbage(
            report.deleted(),
            report.garbage().count(),
            report.garbage().bytes(),
            report.chunks().count() - report.garbage().count()));
  }

  @PostMapping(path = OperationQueries.REPAIR_DATASETS, produces = MediaType.APPLICATION_JSON_VALUE)
  byte[] repair(@RequestBody byte[] question) {
    Repair command = Json.read(question, Repair.class);
    checkAdmin(command.caller());
    List<DatasetName> all = datasets();
    List<DatasetName> batch =
        all.stream()
            .filter(name -> name.toString().compareTo(command.after()) > 0)
            .limit(Math.max(1, command.size()))
            .toList();
    List<String> findings = batch.stream().flatMap(this::repair).toList();
    return Json.bytes(new Repaired(batch.size(), all.size(), findings, next(all, batch)));
  }

  private List<DatasetName> datasets() {
    try (Stream<DatasetName> names = store.datasets().datasets()) {
      return names.sorted().toList();
    }
  }

  private Stream<String> repair(DatasetName name) {
    return Stream.concat(
        actors.of(DatasetTurns.class, DatasetTurns.id(name)).repair().findings().stream(),
        store.datasets().head(name).stream().flatMap(new StreamFindings(store)::of));
  }

  private static String next(List<DatasetName> all, List<DatasetName> batch) {
    boolean last = batch.isEmpty() || batch.getLast().equals(all.getLast());
    return last ? "" : batch.getLast().toString();
  }

  private static void checkAdmin(Principal caller) {
    if (!caller.isAdmin()) {
      throw OptimaException.of(
          ErrorCode.PERMISSION_DENIED, "%s is not an administrator", caller.name());
    }
  }
}
