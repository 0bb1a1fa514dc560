package io.optima.transform.http;

import io.optima.model.transform.TransformQueries;
import io.optima.model.transform.TransformQueries.Apply;
import io.optima.model.transform.TransformQueries.Cancel;
import io.optima.model.transform.TransformQueries.Get;
import io.optima.model.transform.TransformQueries.GetRun;
import io.optima.model.transform.TransformQueries.ListRuns;
import io.optima.model.transform.TransformQueries.ListTransformations;
import io.optima.model.transform.TransformQueries.Pause;
import io.optima.model.transform.TransformQueries.Resume;
import io.optima.model.transform.TransformQueries.Start;
import io.optima.model.transform.TransformQueries.Watch;
import io.optima.store.Json;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The questions of {@link TransformQueries}, for sidecars alone. */
@RestController
public final class TransformController {
  private static final String JSON = MediaType.APPLICATION_JSON_VALUE;

  private final TransformAnswers answers;

  public TransformController(TransformAnswers answers) {
    this.answers = answers;
  }

  @PostMapping(path = TransformQueries.APPLY, produces = JSON)
  byte[] apply(@RequestBody byte[] question) {
    return Json.bytes(answers.apply(Json.read(question, Apply.class)));
  }

  @PostMapping(path = TransformQueries.GET, produces = JSON)
  byte[] get(@RequestBody byte[] question) {
    return Json.bytes(answers.get(Json.read(question, Get.class)));
  }

  @PostMapping(path = TransformQueries.LIST, produces = JSON)
  byte[] list(@RequestBody byte[] question) {
    return Json.bytes(answers.list(Json.read(question, ListTransformations.class)));
  }

  @PostMapping(path = TransformQueries.START, produces = JSON)
  byte[] start(@RequestBody byte[] question) {
    return Json.bytes(answers.start(Json.read(question, Start.class)));
  }

  @PostMapping(path = TransformQueries.RUN, produces = JSON)
  byte[] run(@RequestBody byte[] question) {
    return Json.bytes(answers.run(Json.read(question, GetRun.class)));
  }

  @PostMapping(path = TransformQueries.RUNS, produces = JSON)
  byte[] runs(@RequestBody byte[] question) {
    return Json.bytes(answers.runs(Json.read(question, ListRuns.class)));
  }

  @PostMapping(path = TransformQueries.CANCEL, produces = JSON)
  byte[] cancel(@RequestBody byte[] question) {
    return Json.bytes(answers.cancel(Json.read(question, Cancel.class)));
  }

  @PostMapping(path = TransformQueries.PAUSE, produces = JSON)
  byte[] pause(@RequestBody byte[] question) {
    return Json.bytes(answers.pause(Json.read(question, Pause.class)));
  }

  @PostMapping(path = TransformQueries.RESUME, produces = JSON)
  byte[] resume(@RequestBody byte[] question) {
    return Json.bytes(answers.resume(Json.read(question, Resume.class)));
  }

  @PostMapping(path = TransformQueries.WATCH, produces = JSON)
  byte[] watch(@RequestBody byte[] question) throws InterruptedException {
    return Json.bytes(answers.watch(Json.read(question, Watch.class)));
  }
}
