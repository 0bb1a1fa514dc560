package io.optima.runtime.secret;

import io.optima.model.stream.Secrets;
import io.optima.runtime.call.Sidecar;
import java.net.http.HttpClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reading secrets. */
@Configuration(proxyBeanMethods = false)
public class SecretConfiguration {
  @Bean
  Secrets secrets(HttpClient http, Sidecar sidecar) {
    return new DaprSecrets(http, sidecar);
  }
}
