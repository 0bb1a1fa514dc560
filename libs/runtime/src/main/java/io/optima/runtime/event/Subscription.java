package io.optima.runtime.event;

import java.util.List;
import java.util.function.Consumer;

/**
 * Declare one as a bean to hear of events. They may come twice, late, out of order or never; one
 * whose handler throws comes again with those that came together with it, as far as the pub/sub
 * component does that.
 *
 * @param topic of {@code io.optima.model.Events}
 * @param handler called on a thread of its own, several at a time, with all that came together
 */
public record Subscription<T>(String topic, Class<T> type, Consumer<List<T>> handler) {}
