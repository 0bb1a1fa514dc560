package io.optima.runtime.call;

import io.optima.runtime.security.SidecarToken;
import io.optima.runtime.telemetry.Traces;
import java.net.http.HttpClient;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Calling other services. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({RetryPolicy.class, Apps.class})
public class CallConfiguration {
  @Bean
  Sidecar sidecar(
      @Value("${DAPR_HTTP_PORT:3500}") int httpPort,
      @Value("${DAPR_API_TOKEN:}") String apiToken,
      SidecarToken token) {
    return Sidecar.local(httpPort, apiToken, token.secret());
  }

  @Bean
  HttpClient httpClient() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(5))
        .build();
  }

  @Bean
  public ServiceCaller serviceCaller(
      HttpClient http, Sidecar sidecar, Apps apps, RetryPolicy retries, Traces traces) {
    return new ServiceCaller(http, sidecar, apps, retries, traces);
  }
}
