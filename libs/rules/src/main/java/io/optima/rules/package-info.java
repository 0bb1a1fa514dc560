/**
 * Rules over rows: a YAML document with conditions in CEL, turned into one SQL statement where both
 * languages mean the same, evaluated row by row where not. {@link io.optima.rules.Rules} is the way
 * in; {@code docs/spec/rules.md} fixes what a document means.
 */
@org.jspecify.annotations.NullMarked
package io.optima.rules;
