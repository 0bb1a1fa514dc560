package io.optima.query.publish;

import java.nio.file.Path;

/** A chunk in staging. */
record ChunkFile(Path path, long rows, long bytes) {}
