/** Tables of databases: read as Arrow, and written from Arrow in one transaction. */
@NullMarked
package io.optima.jdbc;

import org.jspecify.annotations.NullMarked;
