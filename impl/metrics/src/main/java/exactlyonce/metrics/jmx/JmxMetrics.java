package exactlyonce.metrics.jmx;

import exactlyonce.metrics.Metrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * An MBean with one read-only attribute for each number.
 *
 * <pre>{@code
 * MBeanServer server = ManagementFactory.getPlatformMBeanServer();
 * JmxMetrics.register(server, new ObjectName("exactlyonce:type=Sender,id=7"), sender::publish);
 * }</pre>
 *
 * <p>The server keeps what it reads from alive until the MBean is unregistered. Thread-safe.
 */
public final class JmxMetrics implements DynamicMBean {
  private record Reading(MBeanAttributeInfo info, Supplier<Object> value) {}

  private final Map<String, Reading> readings = new LinkedHashMap<>();

  private JmxMetrics() {}

  /**
   * Registers what is published.
   *
   * @param publish for instance {@code host::publish}
   * @throws JMException if the server refuses, for instance because there is such a name
   */
  public static void register(
      MBeanServer server, ObjectName name, Consumer<? super Metrics> publish) throws JMException {
    JmxMetrics bean = new JmxMetrics();
    publish.accept(bean.new Collected());
    server.registerMBean(bean, name);
  }

  private final class Collected implements Metrics {
    @Override
    public void counter(String name, String description, LongSupplier value) {
      add(name, description, "long", value::getAsLong);
    }

    @Override
    public void gauge(String name, String description, DoubleSupplier value) {
      add(name, description, "double", value::getAsDouble);
    }

    private void add(String name, String description, String type, Supplier<Object> value) {
      MBeanAttributeInfo info = new MBeanAttributeInfo(name, type, description, true, false, false);
      if (readings.putIfAbsent(name, new Reading(info, value)) != null) {
        throw new IllegalArgumentException(name + " is published twice");
      }
    }
  }

  @Override
  public Object getAttribute(String attribute) throws AttributeNotFoundException {
    Reading reading = readings.get(attribute);
    if (reading == null) {
      throw new AttributeNotFoundException(attribute);
    }
    return reading.value.get();
  }

  /** Returns those that there are. */
  @Override
  public AttributeList getAttributes(String[] attributes) {
    AttributeList values = new AttributeList();
    for (String attribute : attributes) {
      Reading reading = readings.get(attribute);
      if (reading != null) {
        values.add(new Attribute(attribute, reading.value.get()));
      }
    }
    return values;
  }

  @Override
  public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
    throw new AttributeNotFoundException(attribute.getName() + " cannot be set");
  }

  /** Sets none. */
  @Override
  public AttributeList setAttributes(AttributeList attributes) {
    return new AttributeList();
  }

  @Override
  public Object invoke(String operation, Object[] parameters, String[] signature) {
    throw new UnsupportedOperationException("there are no operations: " + operation);
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    List<MBeanAttributeInfo> attributes = new ArrayList<>();
    readings.values().forEach(reading -> attributes.add(reading.info));
    return new MBeanInfo(
        JmxMetrics.class.getName(),
        "Numbers of exactly-once delivery",
        attributes.toArray(MBeanAttributeInfo[]::new),
        null,
        null,
        null);
  }
}
