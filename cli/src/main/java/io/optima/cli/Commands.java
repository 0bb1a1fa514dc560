package io.optima.cli;

import io.optima.cli.dataset.Create;
import io.optima.cli.dataset.Describe;
import io.optima.cli.dataset.Drop;
import io.optima.cli.dataset.Get;
import io.optima.cli.dataset.Label;
import io.optima.cli.dataset.ListDatasets;
import io.optima.cli.dataset.Publish;
import io.optima.cli.dataset.Sql;
import io.optima.cli.dataset.Undrop;
import io.optima.cli.dataset.Update;
import io.optima.cli.dataset.Verify;
import io.optima.cli.dataset.Versions;
import io.optima.cli.dataset.WatchDatasets;
import io.optima.cli.demo.Demo;
import io.optima.cli.lineage.Audit;
import io.optima.cli.lineage.Search;
import io.optima.cli.lineage.ShowLineage;
import io.optima.cli.operate.CollectGarbage;
import io.optima.cli.operate.Down;
import io.optima.cli.operate.Repair;
import io.optima.cli.operate.Status;
import io.optima.cli.operate.TokenCommands;
import io.optima.cli.operate.Up;
import io.optima.cli.rules.RulesCommands;
import io.optima.cli.stream.StreamCommands;
import io.optima.cli.transform.Apply;
import io.optima.cli.transform.CancelRun;
import io.optima.cli.transform.ListRuns;
import io.optima.cli.transform.ListTransformations;
import io.optima.cli.transform.PauseRun;
import io.optima.cli.transform.ResumeRun;
import io.optima.cli.transform.StartRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All commands by name, in the order of the help text. */
final class Commands {
  private static final Map<String, Class<?>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("up", Up.class);
    ALL.put("down", Down.class);
    ALL.put("status", Status.class);
    ALL.put("create", Create.class);
    ALL.put("publish", Publish.class);
    ALL.put("get", Get.class);
    ALL.put("list", ListDatasets.class);
    ALL.put("describe", Describe.class);
    ALL.put("versions", Versions.class);
    ALL.put("update", Update.class);
    ALL.put("label", Label.class);
    ALL.put("drop", Drop.class);
    ALL.put("undrop", Undrop.class);
    ALL.put("sql", Sql.class);
    ALL.put("verify", Verify.class);
    ALL.put("watch", WatchDatasets.class);
    ALL.put("stream", StreamCommands.class);
    ALL.put("apply", Apply.class);
    ALL.put("run", StartRun.class);
    ALL.put("runs", ListRuns.class);
    ALL.put("pause", PauseRun.class);
    ALL.put("resume", ResumeRun.class);
    ALL.put("cancel", CancelRun.class);
    ALL.put("transformations", ListTransformations.class);
    ALL.put("rules", RulesCommands.class);
    ALL.put("lineage", ShowLineage.class);
    ALL.put("search", Search.class);
    ALL.put("audit", Audit.class);
    ALL.put("gc", CollectGarbage.class);
    ALL.put("repair", Repair.class);
    ALL.put("token", TokenCommands.class);
    ALL.put("demo", Demo.class);
    ALL.put("completion", Completion.class);
  }

  private Commands() {}

  /** The command that the arguments begin with; all when they begin with none. */
  static List<Class<?>> named(String... arguments) {
    Class<?> command = arguments.length == 0 ? null : ALL.get(arguments[0]);
    return command == null ? List.copyOf(ALL.values()) : List.of(command);
  }
}
