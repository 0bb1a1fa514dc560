package io.optima.runtime.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.SecretRef;
import io.optima.runtime.call.Sidecar;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DaprSecretsTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private HttpServer sidecar;
  private DaprSecrets secrets;

  @BeforeEach
  void start() throws IOException {
    sidecar = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sidecar.createContext("/", exchange -> exchange.sendResponseHeaders(403, -1));
    sidecar.createContext(
        "/v1.0/secrets/vault/ware house",
        exchange -> {
          byte[] answer = "{\"username\":\"ann\",\"password\":\"p w\"}".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    sidecar.start();
    URI address = URI.create("http://127.0.0.1:" + sidecar.getAddress().getPort());
    secrets = new DaprSecrets(http, new Sidecar(address, "", ""));
  }

  @AfterEach
  void stop() {
    sidecar.stop(0);
    http.close();
  }

  @Test
  void entriesAreThoseOfTheSecretStore() {
    assertThat(secrets.read(new SecretRef("vault", "ware house")))
        .isEqualTo(Map.of("username", "ann", "password", "p w"));
  }

  @Test
  void secretThatIsNotThereIsTheCallersToMend() {
    assertThatThrownBy(() -> secrets.read(new SecretRef("vault", "other")))
        .isInstanceOfSatisfying(
            OptimaException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.FAILED_PRECONDITION))
        .hasMessageContaining("vault/other");
  }

  @Test
  void sidecarThatIsAwayIsUnavailable() {
    sidecar.stop(0);
    assertThatThrownBy(() -> secrets.read(new SecretRef("vault", "ware house")))
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }
}
