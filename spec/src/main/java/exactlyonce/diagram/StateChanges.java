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
final class StateChanges {

  private static final TlaValue NO_ENTRIES = new TlaValue.Int(0);

  private final Legend legend;
  private final ValueText text;
  private final Map<String, TlaValue> before;
  private final Map<String, TlaValue> after;
  private final Participants.Roles roles;

  /**
   * @param before the variables of the first state; none if everything in the second state is new
   */
  StateChanges(
      Legend legend,
      Map<String, TlaValue> before,
      Map<String, TlaValue> after,
      Participants.Roles roles) {
    this.legend = legend;
    this.text = legend.text();
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
    if (!isByArgument(name, old, now)) {
      noteAt(name, "", elsewhere, notes).add(line(name, "", old, now));
      return;
    }
    Map<String, TlaValue> oldEntries = old == null ? Map.of() : text.entries(old);
    text.entries(now).forEach((index, entry) -> {
      TlaValue oldEntry = oldEntries.get(index);
      if (!entry.equals(oldEntry)) {
        noteAt(name, index, elsewhere, notes).add(line(name, index, oldEntry, entry));
      }
    });
  }

  /** Whether each argument has a line of its own. */
  private boolean isByArgument(String name, @Nullable TlaValue old, TlaValue now) {
    Set<String> arguments = text.entries(now).keySet();
    if (arguments.isEmpty() || (old != null && !text.entries(old).keySet().equals(arguments))) {
      return false;
    }
    Legend.Variable variable = legend.variables().get(name);
    return variable == null
        ? old != null && !(now instanceof TlaValue.Rec)
        : variable.isByArgument();
  }

  private List<String> noteAt(
      String name, String index, String elsewhere, Map<String, List<String>> notes) {
    Legend.Variable variable = legend.variables().get(name);
    String at = variable == null ? elsewhere : roles.lifeline(variable.at(), name, index);
    return notes.computeIfAbsent(at, absent -> new ArrayList<>());
  }

  private String line(String name, String index, @Nullable TlaValue old, TlaValue now) {
    String path = index.isEmpty() ? name : name + "[" + index + "]";
    Legend.Variable variable = legend.variables().get(name);
    if (variable == null) {
      return old == null ? path + " = " + text.of(now) : difference(path, old, now);
    }
    Map<String, String> words = text.fields(now);
    String template = variable.textFor(text.of(now), words);
    if (old != null && !tells(variable, template, text.fields(old), words)) {
      return difference(path, old, now);
    }
    words.put("index", index);
    words.put("value", text.of(now));
    words.put("changes", old == null ? text.of(now) : text.ofChanges(old, now));
    return ValueText.fill(template, words);
  }

  /** Whether the note says what changed: the value, or one of the fields that did. */
  private static boolean tells(
      Legend.Variable variable,
      String template,
      Map<String, String> oldFields,
      Map<String, String> fields) {
    return fields.isEmpty()
        || fields.entrySet().stream()
            .filter(field -> !field.getValue().equals(oldFields.get(field.getKey())))
            .anyMatch(field -> variable.tells(template, field.getKey()));
  }

  /** Of a record the fields that changed, of a set the elements that came and went. */
  private String difference(String path, TlaValue old, TlaValue now) {
    List<String> parts = new ArrayList<>();
    if (old instanceof TlaValue.SetOf oldSet && now instanceof TlaValue.SetOf newSet) {
      Set<TlaValue> came = new LinkedHashSet<>(newSet.elements());
      came.removeAll(oldSet.elements());
      Set<TlaValue> went = new LinkedHashSet<>(oldSet.elements());
      went.removeAll(newSet.elements());
      came.forEach(element -> parts.add(path + " gains " + text.of(element)));
      went.forEach(element -> parts.add(path + " loses " + text.of(element)));
    } else if (old instanceof TlaValue.Rec && now instanceof TlaValue.Rec) {
      Map<String, String> oldFields = text.fields(old);
      text.fields(now).forEach((field, value) -> {
        String was = oldFields.getOrDefault(field, "nothing");
        if (!value.equals(was)) {
          parts.add(path + "." + field + ": " + was + " -> " + value);
        }
      });
    }
    return parts.isEmpty()
        ? path + ": " + text.of(old) + " -> " + text.of(now)
        : String.join("; ", parts);
  }

  /**
   * The messages that the step may be about, the likeliest first: those in records that are new, then
   * the arguments of functions whose value changed.
   */
  List<String> messages() {
    Set<String> inRecords = new LinkedHashSet<>();
    Set<String> arguments = new LinkedHashSet<>();
    for (String name : legend.variables().keySet()) {
      Map<String, TlaValue> old = text.entries(before.getOrDefault(name, NO_ENTRIES));
      text.entries(after.getOrDefault(name, NO_ENTRIES)).forEach((index, entry) -> {
        if (!entry.equals(old.get(index))) {
          String message = text.fields(entry).get("seq");
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
