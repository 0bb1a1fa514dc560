/** Commands about rules; they need no Optima that runs. */
@NullMarked
package io.optima.cli.rules;

import org.jspecify.annotations.NullMarked;
