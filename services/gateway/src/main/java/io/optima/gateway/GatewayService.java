package io.optima.gateway;

import io.optima.gateway.boot.GatewayConfiguration;
import io.optima.runtime.OptimaService;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The gateway in a process of its own. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(GatewayConfiguration.class)
public class GatewayService {
  public static void main(String[] arguments) {
    OptimaService.run(GatewayService.class, "gateway", arguments);
  }
}
