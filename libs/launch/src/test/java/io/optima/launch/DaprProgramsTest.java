package io.optima.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real control plane and a real sidecar beside an app that answers everything with "{}". */
class DaprProgramsTest {
  @TempDir Path folder;
  private final List<ProcessId> started = new ArrayList<>();
  private HttpServer app = server();

  @BeforeEach
  void startApp() {
    app.createContext(
        "/",
        exchange -> {
          byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    app.start();
  }

  @AfterEach
  void stopAll() {
    Shutdown.stop(started);
    app.stop(0);
  }

  @Test
  void comesUpAgainOnOtherPortsAfterBeingKilled() throws IOException {
    Home home = new Home(folder.resolve("a home with spaces"));
    home.create();

    startAndAwait(home);
    started.forEach(each -> each.alive().ifPresent(ProcessHandle::destroyForcibly));
    startAndAwait(home);

    assertThat(home.state().resolve("actors.db")).exists();
  }

  @Test
  void twoHomesLiveSideBySide() throws IOException {
    for (String name : List.of("one", "two")) {
      Home home = new Home(folder.resolve(name));
      home.create();
      startAndAwait(home);
    }
    assertThat(started).hasSize(6).allMatch(each -> each.alive().isPresent());
  }

  private void startAndAwait(Home home) throws IOException {
    Ports ports = new Ports();
    ports.same("optima.app", app.getAddress().getPort());
    DaprPrograms dapr = new DaprPrograms(Installation.find(), home, ports, Secrets.of(home));
    dapr.configure(null);
    List<RunningProgram> programs = new ArrayList<>();
    for (Program each :
        List.of(
            dapr.placement(),
            dapr.scheduler(),
            dapr.sidecar("optima", "optima", components(), DaprPrograms.state("actors")))) {
      RunningProgram program = RunningProgram.start(each, home.log(each.name()));
      programs.add(program);
      started.add(program.id());
    }
    try (Readiness readiness = new Readiness()) {
      readiness.await(programs, Duration.ofSeconds(60));
    }
  }

  private Path components() throws IOException {
    Path components = Files.createDirectories(folder.resolve("components"));
    Files.writeString(
        components.resolve("state.yaml"),
        """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: state
        spec:
          type: state.sqlite
          version: v1
          metadata:
            - name: connectionString
              envRef: OPTIMA_STATE_CONNECTION
            - name: actorStateStore
              value: "true"
        """);
    return components;
  }

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
