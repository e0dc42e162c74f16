package exactlyonce.tlc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** A recursive-descent parser for the values that TLC prints. */
final class TlaParser {

  private final String text;
  private int at;

  TlaParser(String text) {
    this.text = text;
  }

  TlaValue parseWhole() {
    TlaValue value = value();
    skipSpace();
    if (at < text.length()) {
      throw unexpected("the end");
    }
    return value;
  }

  private TlaValue value() {
    skipSpace();
    if (at >= text.length()) {
      throw unexpected("a value");
    }
    char c = text.charAt(at);
    if (c == '"') {
      return new TlaValue.Str(string());
    } else if (c == '-' || isDigit(c)) {
      return number();
    } else if (c == '{') {
      return set();
    } else if (c == '[') {
      return record();
    } else if (c == '(') {
      return function();
    } else if (take("<<")) {
      return new TlaValue.Tuple(list(">>", this::value));
    }
    String name = name();
    return switch (name) {
      case "TRUE" -> new TlaValue.Bool(true);
      case "FALSE" -> new TlaValue.Bool(false);
      default -> new TlaValue.Model(name);
    };
  }

  private TlaValue number() {
    int low = integer();
    return take("..") ? new TlaValue.Interval(low, integer()) : new TlaValue.Int(low);
  }

  private TlaValue set() {
    expect("{");
    Set<TlaValue> elements = new LinkedHashSet<>(list("}", this::value));
    return new TlaValue.SetOf(elements);
  }

  private TlaValue record() {
    expect("[");
    Map<String, TlaValue> fields = new LinkedHashMap<>();
    do {
      String name = name();
      expect("|->");
      fields.put(name, value());
    } while (take(","));
    expect("]");
    return new TlaValue.Rec(fields);
  }

  private TlaValue function() {
    expect("(");
    Map<TlaValue, TlaValue> pairs = new LinkedHashMap<>();
    do {
      TlaValue argument = value();
      expect(":>");
      pairs.put(argument, value());
    } while (take("@@"));
    expect(")");
    return new TlaValue.Function(pairs);
  }

  private <T> List<T> list(String end, Supplier<T> element) {
    List<T> elements = new ArrayList<>();
    if (take(end)) {
      return elements;
    }
    do {
      elements.add(element.get());
    } while (take(","));
    expect(end);
    return elements;
  }

  private int integer() {
    skipSpace();
    int start = at;
    if (at < text.length() && text.charAt(at) == '-') {
      at++;
    }
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    try {
      return Integer.parseInt(text.substring(start, at));
    } catch (NumberFormatException e) {
      at = start;
      throw unexpected("an integer of 32 bits");
    }
  }

  private String string() {
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return value.toString();
      }
      if (c == '\\' && at + 1 < text.length()) {
        c = unescape(text.charAt(++at));
      }
      value.append(c);
    }
    throw unexpected("the end of a string");
  }

  private static char unescape(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'f' -> '\f';
      default -> c;
    };
  }

  private String name() {
    skipSpace();
    int start = at;
    while (at < text.length() && isNamePart(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw unexpected("a value or a name");
    }
    return text.substring(start, at);
  }

  private boolean take(String symbol) {
    skipSpace();
    if (text.startsWith(symbol, at)) {
      at += symbol.length();
      return true;
    }
    return false;
  }

  private void expect(String symbol) {
    if (!take(symbol)) {
      throw unexpected(symbol);
    }
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNamePart(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '!';
  }

  private IllegalArgumentException unexpected(String wanted) {
    String rest = text.substring(Math.min(at, text.length()));
    return new IllegalArgumentException(
        "expected " + wanted + " at character " + at + " of a TLA+ value, found: "
            + (rest.length() > 40 ? rest.substring(0, 40) + "..." : rest));
  }
}
