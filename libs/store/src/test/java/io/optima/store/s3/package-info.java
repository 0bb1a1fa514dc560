@org.jspecify.annotations.NullMarked
package io.optima.store.s3;
