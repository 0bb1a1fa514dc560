/** Objects kept by Amazon S3 or a server that speaks its protocol. */
@org.jspecify.annotations.NullMarked
package io.optima.store.s3;
