/** What a principal may see, as files: the way out for downloads. */
@org.jspecify.annotations.NullMarked
package io.optima.query.export;
