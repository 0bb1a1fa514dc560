package io.optima.dataset;

import io.optima.runtime.OptimaService;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The dataset-actor service as a process of its own. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(DatasetConfiguration.class)
public class DatasetService {
  public static void main(String[] arguments) {
    OptimaService.run(DatasetService.class, "dataset", arguments);
  }
}
