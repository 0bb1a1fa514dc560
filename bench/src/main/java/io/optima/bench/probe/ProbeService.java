package io.optima.bench.probe;

import io.optima.runtime.OptimaService;
import io.optima.runtime.RuntimeConfiguration;
import io.optima.runtime.actor.HostedActor;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Hosts the Probe actor, on the same kit as Optima's services and beside a sidecar like theirs. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(RuntimeConfiguration.class)
public class ProbeService {
  public static void main(String[] arguments) {
    OptimaService.run(ProbeService.class, "probe", arguments);
  }

  @Bean
  HostedActor<ProbeActor> probe() {
    return new HostedActor<>(ProbeActor.class, ProbeActor::new);
  }
}
