/** REST, downloads and uploads: translators between HTTP and the domain. */
@org.jspecify.annotations.NullMarked
package io.optima.gateway.http;
