/** Configuration as a whole: nothing misspelt goes unnoticed. */
@org.jspecify.annotations.NullMarked
package io.optima.runtime.settings;
