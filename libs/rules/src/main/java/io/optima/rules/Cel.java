package io.optima.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.yaml.Place;
import java.util.List;
import java.util.stream.Stream;

/** CEL over the declared columns, within {@link Limits}. */
final class Cel {
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .maxExpressionCodePointSize(Limits.CODE_POINTS)
          .maxParseRecursionDepth(Limits.DEPTH)
          .comprehensionMaxIterations(Limits.ITERATIONS)
          .maxRegexProgramSize(Limits.REGEX_PROGRAM)
          .build();

  private final CelCompiler compiler;
  private final CelRuntime runtime =
      CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();

  Cel(TableSchema columns) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(
                // those that build lists copy what they have at each step
                CelStandardMacro.ALL, CelStandardMacro.EXISTS, CelStandardMacro.EXISTS_ONE);
    for (Field column : columns.fields()) {
      builder.addVar(column.name(), Kind.variable(column.type()).orElseThrow());
    }
    this.compiler = builder.build();
  }

  /**
   * The checked tree.
   *
   * @throws OptimaException INVALID_ARGUMENT at the place of the first mistake
   */
  CelAbstractSyntaxTree check(Expression expression) {
    try {
      CelAbstractSyntaxTree tree = compiler.compile(expression.text()).getAst();
      checkSize(expression, tree.getExpr());
      return tree;
    } catch (CelValidationException e) {
      throw refusal(expression, e.getErrors());
    } catch (RuntimeException e) {
      if (e instanceof OptimaException) {
        throw e;
      }
      throw expression.value().refused("CEL cannot be checked: " + e.getMessage());
    }
  }

  private static void checkSize(Expression expression, CelExpr root) {
    int depth = depth(root);
    if (depth > Limits.DEPTH) {
      throw expression
          .value()
          .refused("the expression is %d deep: at most %d".formatted(depth, Limits.DEPTH));
    }
    long nodes = nodes(root);
    if (nodes > Limits.NODES) {
      throw expression
          .value()
          .refused("the expression has %d parts: at most %d".formatted(nodes, Limits.NODES));
    }
  }

  private static int depth(CelExpr part) {
    return 1 + parts(part).mapToInt(Cel::depth).max().orElse(0);
  }

  private static long nodes(CelExpr part) {
    return 1 + parts(part).mapToLong(Cel::nodes).sum();
  }

  private static Stream<CelExpr> parts(CelExpr part) {
    return switch (part.getKind()) {
      case SELECT -> Stream.of(part.select().operand());
      case CALL -> Stream.concat(part.call().target().stream(), part.call().args().stream());
      case LIST -> part.list().elements().stream();
      case MAP ->
          part.map().entries().stream().flatMap(entry -> Stream.of(entry.key(), entry.value()));
      case COMPREHENSION ->
          Stream.of(
              part.comprehension().iterRange(),
              part.comprehension().accuInit(),
              part.comprehension().loopCondition(),
              part.comprehension().loopStep(),
              part.comprehension().result());
      default -> Stream.empty();
    };
  }

  private static OptimaException refusal(Expression expression, List<CelIssue> issues) {
    CelIssue issue = issues.getFirst();
    CelSourceLocation at = issue.getSourceLocation();
    Place place =
        at.getLine() < 1
            ? expression.value().place()
            : expression.place(offset(expression.text(), at.getLine(), at.getColumn()));
    return place.refused("CEL: " + issue.getMessage());
  }

  /** In code points, for a line from 1 and a column from 0. */
  private static int offset(String text, int line, int column) {
    int begin = 0;
    for (int i = 1; i < line; i++) {
      begin = text.indexOf('\n', begin) + 1;
    }
    return text.codePointCount(0, begin) + column;
  }

  CelRuntime.Program program(CelAbstractSyntaxTree tree) {
    try {
      return runtime.createProgram(tree);
    } catch (CelEvaluationException e) {
      throw new OptimaException(ErrorCode.INTERNAL, "CEL cannot be planned", e);
    }
  }
}
