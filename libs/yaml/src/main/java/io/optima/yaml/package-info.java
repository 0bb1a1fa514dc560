/**
 * YAML documents whose every value knows its line and column: {@link io.optima.yaml.Yaml} reads,
 * {@link io.optima.yaml.Block} is a mapping, {@link io.optima.yaml.Value} whatever stands at a
 * place, {@link io.optima.yaml.Problems} tells all that is wrong at once.
 */
@org.jspecify.annotations.NullMarked
package io.optima.yaml;
