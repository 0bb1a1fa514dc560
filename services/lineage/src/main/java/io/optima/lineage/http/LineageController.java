package io.optima.lineage.http;

import io.optima.lineage.ChangeFeed;
import io.optima.lineage.LineageAnswers;
import io.optima.lineage.Reports;
import io.optima.model.lineage.LineageQueries;
import io.optima.model.lineage.LineageQueries.AcceptEvent;
import io.optima.model.lineage.LineageQueries.ListAudit;
import io.optima.model.lineage.LineageQueries.ListChanges;
import io.optima.model.lineage.LineageQueries.ListDatasets;
import io.optima.model.lineage.LineageQueries.ListEvents;
import io.optima.model.lineage.LineageQueries.Reach;
import io.optima.model.lineage.LineageQueries.Search;
import io.optima.model.lineage.LineageQueries.Walk;
import io.optima.model.operations.OperationQueries;
import io.optima.model.operations.OperationQueries.Repair;
import io.optima.store.Json;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The questions of {@link LineageQueries}, for sidecars alone. */
@RestController
final class LineageController {
  private static final String JSON = MediaType.APPLICATION_JSON_VALUE;

  private final LineageAnswers answers;
  private final ChangeFeed changes;
  private final Reports reports;

  LineageController(LineageAnswers answers, ChangeFeed changes, Reports reports) {
    this.reports = reports;
    this.answers = answers;
    this.changes = changes;
  }

  @PostMapping(path = LineageQueries.REACH, produces = JSON)
  byte[] reach(@RequestBody byte[] question) {
    answers.reach(Json.read(question, Reach.class));
    return Json.bytes(Map.of());
  }

  @PostMapping(path = LineageQueries.LIST, produces = JSON)
  byte[] list(@RequestBody byte[] question) {
    return Json.bytes(answers.list(Json.read(question, ListDatasets.class)));
  }

  @PostMapping(path = LineageQueries.SEARCH, produces = JSON)
  byte[] search(@RequestBody byte[] question) {
    return Json.bytes(answers.search(Json.read(question, Search.class)));
  }

  @PostMapping(path = LineageQueries.GRAPH, produces = JSON)
  byte[] graph(@RequestBody byte[] question) {
    return Json.bytes(answers.graph(Json.read(question, Walk.class)));
  }

  @PostMapping(path = LineageQueries.AUDIT, produces = JSON)
  byte[] audit(@RequestBody byte[] question) {
    return Json.bytes(answers.audit(Json.read(question, ListAudit.class)));
  }

  @PostMapping(path = LineageQueries.CHANGES, produces = JSON)
  byte[] changes(@RequestBody byte[] question) throws InterruptedException {
    return Json.bytes(changes.next(Json.read(question, ListChanges.class)));
  }

  @PostMapping(path = LineageQueries.OPENLINEAGE, produces = JSON)
  byte[] accept(@RequestBody byte[] question) {
    AcceptEvent accept = Json.read(question, AcceptEvent.class);
    reports.accept(accept.caller(), accept.event());
    return Json.bytes(Map.of());
  }

  @PostMapping(path = LineageQueries.EVENTS, produces = JSON)
  byte[] events(@RequestBody byte[] question) {
    return Json.bytes(answers.events(Json.read(question, ListEvents.class)));
  }

  @PostMapping(path = OperationQueries.REPAIR_LINEAGE, produces = JSON)
  byte[] repair(@RequestBody byte[] question) {
    return Json.bytes(answers.repair(Json.read(question, Repair.class)));
  }
}
