package io.optima.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCalls;
import io.optima.runtime.error.GrpcErrors;
import io.optima.runtime.security.Caller;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/** The kit alone, as a process with both ports, beside something that answers like a sidecar. */
class RuntimeTest {
  @SpringBootConfiguration
  @EnableAutoConfiguration
  @Import(RuntimeConfiguration.class)
  static class Service {
    /** Without any service Spring opens no port for gRPC. */
    @Bean
    BindableService service() {
      return () ->
          ServerServiceDefinition.builder("optima.test.Failing")
              .addMethod(
                  FAIL,
                  ServerCalls.asyncUnaryCall(
                      (request, answer) -> {
                        throw new IllegalStateException("the secret of " + Caller.current());
                      }))
              .build();
    }
  }

  private static final MethodDescriptor<HealthCheckRequest, HealthCheckResponse> FAIL =
      HealthGrpc.getCheckMethod().toBuilder().setFullMethodName("optima.test.Failing/Fail").build();

  private static final String SHA256_OF_SECRET =
      "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

  @TempDir private static Path home;
  private static final HttpClient http = HttpClient.newHttpClient();
  private static volatile boolean healthy = true;
  private static HttpServer sidecar;
  private static ConfigurableApplicationContext service;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() throws Exception {
    Files.writeString(
        home.resolve("tokens.json"),
        "{\"%s\": {\"principal\": \"ada\", \"roles\": []}}".formatted(SHA256_OF_SECRET));
    sidecar = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sidecar.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(healthy ? 204 : 500, -1);
          exchange.close();
        });
    sidecar.start();
    service =
        new SpringApplication(Service.class)
            .run(
                "--server.port=0",
                "--spring.grpc.server.port=0",
                "--APP_API_TOKEN=sidecar",
                "--DAPR_HTTP_PORT=" + sidecar.getAddress().getPort(),
                "--optima.home=" + home);
    channel =
        ManagedChannelBuilder.forAddress(
                "127.0.0.1", service.getBean(GrpcServerLifecycle.class).getPort())
            .usePlaintext()
            .build();
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    service.close();
    sidecar.stop(0);
  }

  private static int port() {
    return service.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  private static HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void nobodyComesInUnknown() throws Exception {
    HttpResponse<String> answer = get("/v1/datasets");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(answer.body()).contains("UNAUTHENTICATED");
    assertThatThrownBy(() -> fail("wrong"))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("UNAUTHENTICATED");
  }

  private static void fail(String token) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    ClientCalls.blockingUnaryCall(
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
        FAIL,
        CallOptions.DEFAULT,
        HealthCheckRequest.getDefaultInstance());
  }

  @Test
  void callersSeeTheCodeOfAnErrorAndNothingOfItsCause() {
    assertThatThrownBy(() -> fail("secret"))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            error -> {
              assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
              assertThat(error.getStatus().getDescription())
                  .contains("reference")
                  .doesNotContain("secret");
              assertThat(Objects.requireNonNull(error.getTrailers()).get(GrpcErrors.CODE))
                  .isEqualTo("INTERNAL");
            });
  }

  @Test
  void callbacksAreForTheSidecarAlone() throws Exception {
    for (String path : new String[] {"/dapr/config", "/dapr/subscribe", "/internal/anything"}) {
      assertThat(get(path).statusCode()).isEqualTo(401);
      assertThat(get(path, "dapr-api-token", "wrong").statusCode()).isEqualTo(401);
    }
    assertThat(get("/dapr/config", "dapr-api-token", "sidecar").body()).contains("entities");
    assertThat(get("/dapr/subscribe", "dapr-api-token", "sidecar").body()).isEqualTo("[]");
    assertThat(get("/internal/anything", "dapr-api-token", "sidecar").statusCode()).isEqualTo(404);
  }

  @Test
  void noSpellingOfAPathGoesAroundTheCheck() throws Exception {
    for (String path :
        new String[] {
          "//dapr/config",
          "/dapr;x/config",
          "/x/../dapr/config",
          "/%64apr/config",
          "/actuator/health/..;/../dapr/config",
          "/actuator/health/../../dapr/config"
        }) {
      assertThat(get(path).statusCode()).as(path).isGreaterThanOrEqualTo(400);
    }
  }

  @Test
  void metricsAreOpen() throws Exception {
    assertThat(get("/actuator/prometheus").body()).contains("jvm_memory_used_bytes");
  }

  @Test
  void healthFollowsTheSidecar() throws Exception {
    await(() -> serving() == ServingStatus.SERVING);
    assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    healthy = false;
    await(() -> serving() == ServingStatus.NOT_SERVING);
    assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(503);
    assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
    healthy = true;
    await(() -> serving() == ServingStatus.SERVING);
  }

  private static ServingStatus serving() {
    return HealthGrpc.newBlockingStub(channel)
        .check(HealthCheckRequest.getDefaultInstance())
        .getStatus();
  }

  @Test
  void aMisspeltPropertyStopsTheStart() {
    assertThatThrownBy(
            () -> new SpringApplication(Service.class).run("--optima.stroe.url=file:/tmp/x"))
        .hasStackTraceContaining("optima.stroe.url");
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("waited too long").isBefore(deadline);
      LockSupport.parkNanos(20_000_000);
    }
  }
}
