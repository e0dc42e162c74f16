package exactlyonce.tlc;

import exactlyonce.tlc.Formula.Role;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a TLC configuration file, as far as it has to be understood in order to change it: which
 * properties it names, and the same text with other constants or with one property only. What is not
 * changed keeps its layout, so that TLC's line numbers stay right.
 */
public final class TlcConfig {

  private static final Set<String> KEYWORDS = Set.of(
      "SPECIFICATION",
      "INIT",
      "NEXT",
      "CONSTANT",
      "CONSTANTS",
      "INVARIANT",
      "INVARIANTS",
      "PROPERTY",
      "PROPERTIES",
      "CONSTRAINT",
      "CONSTRAINTS",
      "ACTION_CONSTRAINT",
      "ACTION_CONSTRAINTS",
      "SYMMETRY",
      "VIEW",
      "CHECK_DEADLOCK",
      "POSTCONDITION",
      "ALIAS",
      "TYPE",
      "TYPE_CONSTRAINT");

  private static final Set<String> PROPERTY = Set.of("PROPERTY", "PROPERTIES");

  private static final Set<String> REDUCTIONS = Set.of(
      "CONSTRAINT", "CONSTRAINTS", "ACTION_CONSTRAINT", "ACTION_CONSTRAINTS", "SYMMETRY", "VIEW");

  /** Comments are not nested in configuration files. */
  private static final Pattern TOKEN = Pattern.compile(
      "(?<comment>\\\\\\*[^\\n]*|\\(\\*.*?\\*\\))|\"(?:[^\"\\\\]|\\\\.)*\"|<-|=|[\\w!-]+|\\S",
      Pattern.DOTALL);

  private record Token(String text, int start, int end) {}

  private final String text;
  private final List<Token> tokens = new ArrayList<>();

  public TlcConfig(String text) {
    this.text = text;
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      if (matcher.group("comment") == null) {
        tokens.add(new Token(matcher.group(), matcher.start(), matcher.end()));
      }
    }
  }

  /** The text, as TLC reads it. */
  public String text() {
    return text;
  }

  /** The names after {@code INVARIANT} and {@code INVARIANTS}, in order. */
  public List<String> invariants() {
    return names(Set.of("INVARIANT", "INVARIANTS"));
  }

  /** The names after {@code PROPERTY} and {@code PROPERTIES}, in order. */
  public List<String> properties() {
    return names(PROPERTY);
  }

  /** The keywords that make TLC leave states or steps out, in order. */
  public List<String> reductions() {
    return tokens.stream()
        .map(Token::text)
        .filter(REDUCTIONS::contains)
        .distinct()
        .toList();
  }

  /** The formulas that it names, in order. */
  public List<Formula> formulas() {
    List<Formula> formulas = new ArrayList<>();
    names(Set.of("SPECIFICATION")).forEach(n -> formulas.add(new Formula(Role.SPECIFICATION, n)));
    names(Set.of("INIT")).forEach(n -> formulas.add(new Formula(Role.INITIAL, n)));
    names(Set.of("NEXT")).forEach(n -> formulas.add(new Formula(Role.NEXT, n)));
    invariants().forEach(n -> formulas.add(new Formula(Role.PROPERTY, n)));
    properties().forEach(n -> formulas.add(new Formula(Role.PROPERTY, n)));
    return formulas;
  }

  /** The definitions and constants in place of which others are used. */
  public Set<String> replaced() {
    Set<String> replaced = new LinkedHashSet<>();
    for (int i = 0; i + 1 < tokens.size(); i++) {
      if (is(i + 1, "<-")) {
        replaced.add(tokens.get(i).text);
      }
    }
    return replaced;
  }

  private List<String> names(Set<String> keywords) {
    List<String> names = new ArrayList<>();
    boolean wanted = false;
    for (Token token : tokens) {
      if (KEYWORDS.contains(token.text)) {
        wanted = keywords.contains(token.text);
      } else if (wanted) {
        names.add(token.text);
      }
    }
    return names;
  }

  /** The same model with this property and no other, invariants included. */
  TlcConfig withOnlyProperty(String property) {
    StringBuilder changed = new StringBuilder(text);
    boolean dropped = false;
    for (Token token : tokens) {
      if (KEYWORDS.contains(token.text)) {
        dropped = PROPERTY.contains(token.text) || token.text.startsWith("INVARIANT");
      }
      if (dropped) {
        changed.replace(token.start, token.end, " ".repeat(token.end - token.start));
      }
    }
    return new TlcConfig(changed + "\nPROPERTY " + property + "\n");
  }

  /** Whether a state without a next one is an error, as it is if nothing else is said. */
  public boolean checksDeadlock() {
    for (int i = 0; i + 1 < tokens.size(); i++) {
      if (is(i, "CHECK_DEADLOCK")) {
        return !is(i + 1, "FALSE");
      }
    }
    return true;
  }

  /**
   * The value of a constant, as it is written: {@code 3} or <code>{1, 2}</code>, or the name of the
   * definition that takes its place. Empty if the text gives it none.
   */
  public Optional<String> constant(String name) {
    return assignmentOf(name).map(assigned -> {
      int at = tokens.indexOf(assigned);
      return text.substring(tokens.get(at + 2).start, tokens.get(endOfValue(at) - 1).end);
    });
  }

  private int endOfValue(int assigned) {
    int end = assigned + 2;
    while (end < tokens.size() && !startsAssignment(end) && !isKeyword(end)) {
      end++;
    }
    return end;
  }

  /**
   * The same model with other values of constants.
   *
   * @param constants the value by the constant's name, as in a configuration file: {@code "check"} with
   *     its quotation marks, {@code 3}, {@code {a, b}}
   * @throws IllegalArgumentException if the text gives one of them no value
   */
  public TlcConfig withConstants(Map<String, String> constants) {
    TlcConfig changed = this;
    for (Map.Entry<String, String> constant : constants.entrySet()) {
      changed = changed.withConstant(constant.getKey(), constant.getValue());
    }
    return changed;
  }

  private TlcConfig withConstant(String name, String value) {
    Token assigned = assignmentOf(name)
        .orElseThrow(
            () -> new IllegalArgumentException("constant " + name + " has no value to replace"));
    int at = tokens.indexOf(assigned);
    int to = tokens.get(endOfValue(at) - 1).end;
    return new TlcConfig(
        text.substring(0, assigned.start) + name + " = " + value + text.substring(to));
  }

  private Optional<Token> assignmentOf(String name) {
    boolean constants = false;
    for (int i = 0; i < tokens.size(); i++) {
      if (isKeyword(i)) {
        constants = tokens.get(i).text.startsWith("CONSTANT");
      } else if (constants && is(i, name) && startsAssignment(i)) {
        return Optional.of(tokens.get(i));
      }
    }
    return Optional.empty();
  }

  private boolean is(int index, String token) {
    return tokens.get(index).text.equals(token);
  }

  private boolean isKeyword(int index) {
    return KEYWORDS.contains(tokens.get(index).text);
  }

  private boolean startsAssignment(int index) {
    return index + 1 < tokens.size() && (is(index + 1, "=") || is(index + 1, "<-"));
  }
}
