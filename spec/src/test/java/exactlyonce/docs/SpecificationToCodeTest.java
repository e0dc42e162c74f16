package exactlyonce.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of {@code docs/specification-to-code.md} name only what exists, and leave out no action. */
class SpecificationToCodeTest {
  private static final Path PAGE = Path.of("docs", "specification-to-code.md");

  /** The modules whose actions must all have a row. */
  private static final List<String> MODULES = List.of(
      "CheckBeforeSend",
      "CrashRecovery",
      "CrashRecoveryOrdered",
      "CrashRecoveryStore",
      "RequestReplyRecovery",
      "RequestReply",
      "ReceiveWindow",
      "ReceiveWindowLateReads",
      "SendWindow",
      "SendWindowLateReads",
      "SendWindowClose",
      "HostedSession",
      "WindowSize",
      "OrderedWindow",
      "OrderedReplyWindow",
      "RequestReplyWindow");

  private static final Pattern HEADING = Pattern.compile("\\| `(\\w+)` \\| Java \\|.*");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern METHOD = Pattern.compile("([a-z]+\\.[A-Z]\\w*)(?:\\.([a-z]\\w*))?");

  private record Row(String module, List<String> names, List<String> code, String text) {}

  @Test
  void everyNameExistsAndEveryActionHasARow() throws IOException {
    assertThat(mistakes(Files.readString(PAGE))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '~', textBlock = """
          `Submit(s)`                  ~ `next`                         ~ CheckBeforeSend.Submit has no row
          `Submit(s)`                  ~ `Submitted(s)`                 ~ CheckBeforeSend has no Submitted
          `ReadToFail`, `WriteUnknown` ~ `ReadToFail`                   ~ ReceiveWindow.WriteUnknown has no row
          `SendWindow` | Java        ~ `NoSuchModule` | Java        ~ there is no module NoSuchModule
          `protocol.Sender.trySubmit`  ~ `protocol.Sender.trySubmitted` ~ there is no method protocol.Sender.trySubmitted
          `protocol.Sender.trySubmit`  ~ `protocol.Senders.trySubmit`   ~ there is no class protocol.Senders
          `protocol.Sender.trySubmit`  ~ `trySubmit`                    ~ trySubmit is neither a class nor a method nor a module
          `session.SenderStore.ended`  ~ `session.SenderStore.end`      ~ there is no method session.SenderStore.end
          as in `CheckBeforeSend`      ~ in the code                    ~ a row of OrderedWindow names no code: in the code
          """)
  void aWrongRowIsNoticed(String right, String wrong, String mistake) throws IOException {
    String page = Files.readString(PAGE);
    assertThat(page).contains(right);
    assertThat(mistakes(page.replace(right, wrong))).contains(mistake);
  }

  private static List<String> mistakes(String page) throws IOException {
    List<Row> rows = rows(page);
    List<String> mistakes = new ArrayList<>();
    for (Row row : rows) {
      if (!Module.exists(row.module())) {
        mistakes.add("there is no module " + row.module());
        continue;
      }
      Module module = Module.named(row.module());
      row.names().stream()
          .filter(name -> !module.declares(name))
          .forEach(name -> mistakes.add(row.module() + " has no " + name));
      if (row.code().isEmpty() && !row.text().startsWith("none: ")) {
        mistakes.add("a row of " + row.module() + " names no code: " + row.text());
      }
      row.code().forEach(code -> mistakeIn(code).ifPresent(mistakes::add));
    }
    for (String module : MODULES) {
      for (Module.Action action : Module.named(module).actions()) {
        if (rows.stream()
            .noneMatch(row ->
                row.module().equals(action.module()) && row.names().contains(action.name()))) {
          mistakes.add(action.module() + "." + action.name() + " has no row");
        }
      }
    }
    return mistakes;
  }

  private static List<Row> rows(String page) {
    List<Row> rows = new ArrayList<>();
    String module = "";
    for (String line : page.lines().toList()) {
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        module = heading.group(1);
      } else if (!line.startsWith("|")) {
        module = "";
      } else if (!module.isEmpty() && !line.startsWith("| ---")) {
        List<String> cells =
            Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        List<String> names = quoted(cells.get(1)).stream()
            .map(name -> name.replaceAll("\\(.*", ""))
            .toList();
        List<String> code = new ArrayList<>(quoted(cells.get(2)));
        code.addAll(quoted(cells.get(3))); // which write comes first
        rows.add(new Row(
            module, names, code.stream().filter(c -> !names.contains(c)).toList(), cells.get(2)));
      }
    }
    return rows;
  }

  private static List<String> quoted(String cell) {
    return QUOTED.matcher(cell).results().map(found -> found.group(1)).toList();
  }

  private static Optional<String> mistakeIn(String code) {
    Matcher name = METHOD.matcher(code);
    if (!name.matches()) {
      return Module.exists(code)
          ? Optional.empty()
          : Optional.of(code + " is neither a class nor a method nor a module");
    }
    try {
      Class<?> type = Class.forName(
          "exactlyonce." + name.group(1), false, SpecificationToCodeTest.class.getClassLoader());
      String method = name.group(2);
      return method == null || declares(type, method)
          ? Optional.empty()
          : Optional.of("there is no method " + code);
    } catch (ClassNotFoundException e) {
      return Optional.of("there is no class " + name.group(1));
    }
  }

  /** Whether the type, or one that it extends, has such a method, private or not. */
  private static boolean declares(Class<?> type, String method) {
    if (Arrays.stream(type.getDeclaredMethods()).anyMatch(m -> m.getName().equals(method))) {
      return true;
    }
    List<Class<?>> parents = new ArrayList<>(List.of(type.getInterfaces()));
    if (type.getSuperclass() != null) {
      parents.add(type.getSuperclass());
    }
    return parents.stream().anyMatch(parent -> declares(parent, method));
  }
}
