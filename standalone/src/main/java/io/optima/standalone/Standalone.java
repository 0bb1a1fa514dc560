package io.optima.standalone;

import io.optima.dataset.DatasetConfiguration;
import io.optima.gateway.boot.GatewayConfiguration;
import io.optima.lineage.LineageConfiguration;
import io.optima.runtime.OptimaService;
import io.optima.transform.TransformConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** All services in one process beside one sidecar. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({
  DatasetConfiguration.class,
  GatewayConfiguration.class,
  LineageConfiguration.class,
  TransformConfiguration.class
})
public class Standalone {
  public static void main(String[] arguments) {
    OptimaService.runAll(Standalone.class, arguments);
  }
}
