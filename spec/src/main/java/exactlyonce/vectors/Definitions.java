package exactlyonce.vectors;

import exactlyonce.model.Specifications;
import exactlyonce.tlc.TlcConfig;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The definitions of some modules as text: what the comment above each says, and what it uses. Of one that a
 * configuration replaces, what takes its place counts.
 */
final class Definitions {

  private static final Pattern COMMENT = Pattern.compile("\\\\\\* ?(.*)");
  private static final Pattern DEFINITION = Pattern.compile("(\\w+)(?:\\(.*?\\))? *==(.*)");
  private static final Pattern NAME = Pattern.compile("\\w+");

  private final Map<String, String> comments = new HashMap<>();
  private final Map<String, String> bodies = new HashMap<>();
  private final TlcConfig config;

  /** Reads modules; where two define the same, the first counts. */
  Definitions(Specifications specifications, List<String> modules, TlcConfig config) {
    this.config = config;
    modules.forEach(module -> read(specifications.config(module + ".tla")));
  }

  private void read(String text) {
    List<String> above = new ArrayList<>();
    Map<String, String> own = new HashMap<>();
    String current = "";
    for (String line : text.lines().toList()) {
      Matcher comment = COMMENT.matcher(line);
      if (comment.matches()) {
        above.add(comment.group(1));
        continue;
      }
      Matcher definition = DEFINITION.matcher(line);
      if (definition.matches()) {
        current = definition.group(1);
        own.put(current, definition.group(2));
        if (!above.isEmpty()) {
          comments.putIfAbsent(current, String.join(" ", above));
        }
      } else if (line.startsWith(" ") && !current.isEmpty()) {
        own.merge(current, "\n" + line, String::concat);
      } else {
        current = "";
      }
      above.clear();
    }
    own.forEach(bodies::putIfAbsent);
  }

  private String inPlaceOf(String name) {
    return config.replaced().contains(name) ? config.constant(name).orElse(name) : name;
  }

  /** Returns what the module says about a definition. */
  String comment(String name) {
    String comment = comments.get(inPlaceOf(name));
    if (comment == null) {
      throw new IllegalStateException("no module says anything about " + name);
    }
    return comment;
  }

  /** Returns the names that a definition uses, those that it uses through others included. */
  Set<String> uses(String name) {
    Set<String> used = new LinkedHashSet<>(List.of(name));
    Deque<String> open = new ArrayDeque<>(used);
    while (!open.isEmpty()) {
      NAME.matcher(bodies.getOrDefault(inPlaceOf(open.pop()), ""))
          .results()
          .map(MatchResult::group)
          .filter(used::add)
          .forEach(open::push);
    }
    return used;
  }
}
