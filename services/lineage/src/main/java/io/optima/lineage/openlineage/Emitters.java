package io.optima.lineage.openlineage;

import io.optima.lineage.EmittedEvents;
import io.optima.lineage.LineageIndex;
import io.optima.runtime.thread.Threads;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One emitter for each destination that is configured. */
public final class Emitters implements AutoCloseable {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final List<Emitter> emitters;

  public Emitters(
      OpenLineageProperties properties, HttpClient http, LineageIndex index, EmittedEvents events) {
    this.emitters =
        destinations(properties, http).stream()
            .map(
                each ->
                    new Emitter(
                        each, index, events, SHORTEST, LONGEST, Threads.single("openlineage")))
            .toList();
  }

  private static List<Destination> destinations(OpenLineageProperties properties, HttpClient http) {
    List<Destination> found = new ArrayList<>();
    if (properties.url() != null) {
      found.add(new HttpDestination(http, properties.url(), properties.apiKey()));
    }
    if (properties.file() != null) {
      found.add(new FileDestination(properties.file()));
    }
    return found;
  }

  public void start() {
    emitters.forEach(Emitter::start);
  }

  /** Something happened. */
  public void wake() {
    emitters.forEach(Emitter::wake);
  }

  @Override
  public void close() throws InterruptedException {
    for (Emitter emitter : emitters) {
      emitter.close();
    }
  }
}
