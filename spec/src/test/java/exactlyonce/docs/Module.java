package exactlyonce.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A module of the specifications, as text: its definitions, and those of the modules that it extends. */
record Module(String name, String text, Map<String, String> definitions, List<Module> extended) {
  private static final Pattern COMMENT = Pattern.compile("\\\\\\*.*|\\(\\*.*?\\*\\)");
  private static final Pattern EXTENDS = Pattern.compile("(?m)^EXTENDS (.*)$");
  private static final Pattern DEFINITION = Pattern.compile("(\\w+)(?:\\([\\w, ]*\\))? *==(.*)");
  private static final Pattern OPERATOR = Pattern.compile("\\w+");

  /** Nothing but a disjunction of other operators. */
  private static final Pattern DISJUNCTION =
      Pattern.compile("(?:\\s|\\\\/|\\w+(?:\\([\\w, ]*\\))?)+");

  private static final Set<String> NEXT =
      Set.of("Next", "WindowNext", "OrderedNext", "StoreNext", "LateNext", "ReplyNext");

  /** An operator that a next-state relation is a disjunction of, and the module that defines it. */
  record Action(String module, String name) {}

  static boolean exists(String name) {
    return Files.exists(file(name));
  }

  private static Path file(String name) {
    return Path.of("tla", name + ".tla");
  }

  static Module named(String name) throws IOException {
    String text = COMMENT.matcher(Files.readString(file(name))).replaceAll("");
    Map<String, String> definitions = new LinkedHashMap<>();
    String current = "";
    for (String line : text.lines().toList()) {
      Matcher definition = DEFINITION.matcher(line);
      if (definition.matches()) {
        current = definition.group(1);
        definitions.put(current, definition.group(2));
      } else if (!line.isBlank() && !line.startsWith(" ")) {
        current = "";
      } else if (!current.isEmpty()) {
        definitions.merge(current, "\n" + line, String::concat);
      }
    }
    List<Module> extended = new ArrayList<>();
    Matcher names = EXTENDS.matcher(text);
    if (names.find()) {
      for (String other : names.group(1).split(", *")) {
        if (exists(other)) {
          extended.add(named(other));
        }
      }
    }
    return new Module(name, text, definitions, extended);
  }

  /** Whether it defines or declares this name itself. */
  boolean declares(String operator) {
    return definitions.containsKey(operator)
        || Pattern.compile("(?m)^(?:VARIABLE)? +" + Pattern.quote(operator) + ",? *$")
            .matcher(text)
            .find();
  }

  /** The actions that its next-state relation consists of. */
  Set<Action> actions() {
    Set<Action> actions = new LinkedHashSet<>();
    String next = NEXT.stream().filter(definitions::containsKey).findFirst().orElseThrow();
    collect(next, actions);
    return actions;
  }

  private void collect(String operator, Set<Action> actions) {
    Module module = definedIn(operator).orElseThrow();
    String body = module.definitions.getOrDefault(operator, "").replaceAll("\\\\E [^:]*:", "");
    if (DISJUNCTION.matcher(body).matches()) {
      String withoutArguments = body.replaceAll("\\([\\w, ]*\\)", "");
      OPERATOR
          .matcher(withoutArguments)
          .results()
          .map(MatchResult::group)
          .forEach(each -> collect(each, actions));
    } else {
      actions.add(new Action(module.name, operator));
    }
  }

  private Optional<Module> definedIn(String operator) {
    if (definitions.containsKey(operator)) {
      return Optional.of(this);
    }
    return extended.stream().flatMap(each -> each.definedIn(operator).stream()).findFirst();
  }
}
