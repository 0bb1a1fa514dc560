package io.optima.runtime.fault;

import io.optima.runtime.actor.ActorState;
import io.optima.runtime.event.EventPublisher;
import io.optima.store.FaultPoints;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the decorators in place. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FaultProperties.class)
public class FaultConfiguration {
  @Bean
  public FaultPoints faultPoints(FaultProperties faults) {
    return FaultPoints.halting(faults.forStore());
  }

  @Bean
  UnaryOperator<ActorState> actorStateDecorator(FaultPoints faults) {
    return state -> faults.isActive() ? new FaultyActorState(state, faults) : state;
  }

  @Bean
  static BeanPostProcessor faultyEvents(ObjectProvider<FaultPoints> faults) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof EventPublisher events && faults.getObject().isActive()
            ? new FaultyEvents(events, faults.getObject())
            : bean;
      }
    };
  }
}
