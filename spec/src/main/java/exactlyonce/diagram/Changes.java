package exactlyonce.diagram;

import exactlyonce.tlc.TlaValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What changed between two states, in words, by lifeline. */
final class Changes {

  private final Legend legend;
  private final Map<String, TlaValue> before;
  private final Map<String, TlaValue> after;
  private final Cast.Roles roles;

  Changes(
      Legend legend, Map<String, TlaValue> before, Map<String, TlaValue> after, Cast.Roles roles) {
    this.legend = legend;
    this.roles = roles;
    this.before = before;
    this.after = after;
  }

  /**
   * The notes.
   *
   * @param elsewhere the lifeline for variables that the legend does not know
   * @param omitted variables that are not noted
   */
  Map<String, List<String>> notes(String elsewhere, Set<String> omitted) {
    Set<String> names = new LinkedHashSet<>(legend.variables().keySet());
    names.addAll(after.keySet());
    names.removeAll(omitted);
    Map<String, List<String>> notes = new LinkedHashMap<>();
    for (String name : names) {
      TlaValue old = before.get(name);
      TlaValue now = after.get(name);
      if (now != null && !now.equals(old)) {
        note(name, old, now, elsewhere, notes);
      }
    }
    return notes;
  }

  private void note(
      String name,
      @Nullable TlaValue old,
      TlaValue now,
      String elsewhere,
      Map<String, List<String>> notes) {
    Map<String, TlaValue> oldEntries = old == null ? Map.of() : Values.entries(old);
    Map<String, TlaValue> entries = Values.entries(now);
    if (old == null) {
      noteAt(name, "", elsewhere, notes).add(name + " = " + now);
    } else if (entries.isEmpty() || !entries.keySet().equals(oldEntries.keySet())) {
      noteAt(name, "", elsewhere, notes).add(line(name, "", old, now));
    } else {
      entries.forEach((index, entry) -> {
        TlaValue oldEntry = oldEntries.get(index);
        if (oldEntry != null && !entry.equals(oldEntry)) {
          noteAt(name, index, elsewhere, notes).add(line(name, index, oldEntry, entry));
        }
      });
    }
  }

  private List<String> noteAt(
      String name, String index, String elsewhere, Map<String, List<String>> notes) {
    Legend.Variable variable = legend.variables().get(name);
    String at = variable == null ? elsewhere : roles.lifeline(variable.at(), name, index);
    return notes.computeIfAbsent(at, absent -> new ArrayList<>());
  }

  private String line(String name, String index, TlaValue old, TlaValue now) {
    Map<String, String> words = Values.fields(now);
    Map<String, String> oldFields = Values.fields(old);
    String path = index.isEmpty() ? name : name + "[" + index + "]";
    Legend.Variable variable = legend.variables().get(name);
    if (variable == null) {
      return difference(path, old, now);
    }
    String template = variable.textFor(now);
    boolean tellsIt = words.isEmpty();
    for (Map.Entry<String, String> field : words.entrySet()) {
      boolean changed = !field.getValue().equals(oldFields.get(field.getKey()));
      tellsIt |= changed && variable.tells(template, field.getKey());
    }
    if (!tellsIt) {
      return difference(path, old, now);
    }
    words.put("index", index);
    words.put("value", Values.plain(now));
    return Values.fill(template, words);
  }

  /** In the notation of TLA+: of a record the fields that changed, of a set what came and went. */
  private static String difference(String path, TlaValue old, TlaValue now) {
    List<String> parts = new ArrayList<>();
    if (old instanceof TlaValue.SetOf oldSet && now instanceof TlaValue.SetOf newSet) {
      Set<TlaValue> came = new LinkedHashSet<>(newSet.elements());
      came.removeAll(oldSet.elements());
      Set<TlaValue> went = new LinkedHashSet<>(oldSet.elements());
      went.removeAll(newSet.elements());
      came.forEach(element -> parts.add(path + " gains " + element));
      went.forEach(element -> parts.add(path + " loses " + element));
    } else if (old instanceof TlaValue.Rec oldRec && now instanceof TlaValue.Rec rec) {
      rec.fields().forEach((field, value) -> {
        TlaValue was = oldRec.fields().get(field);
        if (!value.equals(was)) {
          parts.add(path + "." + field + ": " + was + " -> " + value);
        }
      });
    }
    return parts.isEmpty() ? path + ": " + old + " -> " + now : String.join("; ", parts);
  }

  /**
   * The messages that the step may be about, the likeliest first: those in records that are new, then
   * the arguments of functions whose value changed.
   */
  List<String> messages() {
    Set<String> inRecords = new LinkedHashSet<>();
    Set<String> arguments = new LinkedHashSet<>();
    for (String name : legend.variables().keySet()) {
      Map<String, TlaValue> old = Values.entries(before.getOrDefault(name, new TlaValue.Int(0)));
      Values.entries(after.getOrDefault(name, new TlaValue.Int(0))).forEach((index, entry) -> {
        if (!entry.equals(old.get(index))) {
          String message = Values.fields(entry).get("seq");
          if (message == null) {
            arguments.add(index);
          } else {
            inRecords.add(message);
          }
        }
      });
    }
    List<String> messages = new ArrayList<>(inRecords);
    messages.addAll(arguments);
    return messages;
  }
}
