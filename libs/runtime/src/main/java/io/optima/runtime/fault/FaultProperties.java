package io.optima.runtime.fault;

import io.optima.store.StoreSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What goes wrong on purpose, at labels such as {@code chunk.after-put}, {@code
 * commit.before-append}, {@code state.after-save}, {@code event.before-publish}. Never in
 * production. Most easily given as {@code SPRING_APPLICATION_JSON={"optima.faults.crash":
 * {"state.after-save": 1}}}.
 *
 * @param crash label → the process halts when it is reached for the n-th time
 * @param fail label → the call fails with UNAVAILABLE from the n-th time on
 * @param full labels at which there is no space left
 * @param slow label → how long it takes
 */
@ConfigurationProperties("optima.faults")
public record FaultProperties(
    @DefaultValue Map<String, Integer> crash,
    @DefaultValue Map<String, Integer> fail,
    @DefaultValue Set<String> full,
    @DefaultValue Map<String, Duration> slow) {

  public StoreSettings.Faults forStore() {
    return new StoreSettings.Faults(crash, fail, full, slow);
  }
}
