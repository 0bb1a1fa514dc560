package io.optima.runtime;

import io.optima.runtime.actor.ActorConfiguration;
import io.optima.runtime.store.StoreConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything that each service needs; imported by the configuration of every service. */
@Configuration(proxyBeanMethods = false)
@Import({ActorConfiguration.class, StoreConfiguration.class})
public class RuntimeConfiguration {}
