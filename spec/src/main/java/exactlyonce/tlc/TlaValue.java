package exactlyonce.tlc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A value of TLA+, as TLC prints it in a state. {@code toString} prints it in TLC's syntax again, and
 * {@link #parse} reads that. Sets, records and functions keep the order in which TLC printed them; it
 * has no part in equality.
 */
public sealed interface TlaValue {

  /** Reads one value. Throws {@link IllegalArgumentException}, naming the place, if it is none. */
  static TlaValue parse(String text) {
    return new TlaParser(text).parseWhole();
  }

  /** An integer. TLC knows those of 32 bits only. */
  record Int(int value) implements TlaValue {
    @Override
    public String toString() {
      return Integer.toString(value);
    }
  }

  /** {@code TRUE} or {@code FALSE}. */
  record Bool(boolean value) implements TlaValue {
    @Override
    public String toString() {
      return value ? "TRUE" : "FALSE";
    }
  }

  /** A string, without its quotation marks and escapes. */
  record Str(String value) implements TlaValue {
    @Override
    public String toString() {
      StringBuilder quoted = new StringBuilder("\"");
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        switch (c) {
          case '"' -> quoted.append("\\\"");
          case '\\' -> quoted.append("\\\\");
          case '\n' -> quoted.append("\\n");
          case '\t' -> quoted.append("\\t");
          case '\r' -> quoted.append("\\r");
          case '\f' -> quoted.append("\\f");
          default -> quoted.append(c);
        }
      }
      return quoted.append('"').toString();
    }
  }

  /** A model value: equal to itself and to nothing else. */
  record Model(String name) implements TlaValue {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A tuple or sequence. The empty one is also the empty function: TLC prints both alike. */
  record Tuple(List<TlaValue> elements) implements TlaValue {
    public Tuple {
      elements = List.copyOf(elements);
    }

    @Override
    public String toString() {
      return elements.stream()
          .map(TlaValue::toString)
          .collect(Collectors.joining(", ", "<<", ">>"));
    }
  }

  /** A finite set, element by element. */
  record SetOf(Set<TlaValue> elements) implements TlaValue {
    public SetOf {
      elements = Collections.unmodifiableSet(new LinkedHashSet<>(elements));
    }

    @Override
    public String toString() {
      return elements.stream().map(TlaValue::toString).collect(Collectors.joining(", ", "{", "}"));
    }
  }

  /** The integers from {@code low} to {@code high}; none if {@code high} is less. */
  record Interval(int low, int high) implements TlaValue {
    @Override
    public String toString() {
      return low + ".." + high;
    }
  }

  /** A record, or any other function from strings that are identifiers. Never empty. */
  record Rec(Map<String, TlaValue> fields) implements TlaValue {
    public Rec {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    @Override
    public String toString() {
      List<String> parts = new ArrayList<>();
      fields.forEach((name, value) -> parts.add(name + " |-> " + value));
      return "[" + String.join(", ", parts) + "]";
    }
  }

  /** A function, pair by pair. Never empty. */
  record Function(Map<TlaValue, TlaValue> pairs) implements TlaValue {
    public Function {
      pairs = Collections.unmodifiableMap(new LinkedHashMap<>(pairs));
    }

    @Override
    public String toString() {
      List<String> parts = new ArrayList<>();
      pairs.forEach((argument, value) -> parts.add(argument + " :> " + value));
      return "(" + String.join(" @@ ", parts) + ")";
    }
  }

  /** A value that TLC printed in a form not listed above, {@code SUBSET S} for example: its text. */
  record Other(String text) implements TlaValue {
    @Override
    public String toString() {
      return text;
    }
  }
}
