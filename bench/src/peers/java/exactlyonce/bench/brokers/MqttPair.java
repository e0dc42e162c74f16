package exactlyonce.bench.brokers;

import exactlyonce.bench.pair.Subject;
import exactlyonce.bench.pair.Tally;
import io.moquette.BrokerConstants;
import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import java.nio.ByteBuffer;
import java.util.Properties;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A broker in the same process, and two clients: every hop has quality of service 2. */
final class MqttPair implements Subject {
  private static final String TOPIC = "messages";
  private static final int QUALITY = 2;
  private static final long PATIENCE_MILLIS = 1000;

  private final int window;
  private final Tally effects;
  private final Tally confirmations;
  private final Server broker = new Server();
  private final MqttAsyncClient sender;
  private final MqttAsyncClient receiver;
  private final IMqttActionListener confirm;

  MqttPair(Conditions conditions, Tally effects, Tally confirmations) throws Exception {
    window = conditions.window();
    this.effects = effects;
    this.confirmations = confirmations;
    Properties properties = new Properties();
    properties.setProperty(IConfig.HOST_PROPERTY_NAME, "127.0.0.1");
    properties.setProperty(IConfig.PORT_PROPERTY_NAME, "0");
    properties.setProperty(
        IConfig.WEB_SOCKET_PORT_PROPERTY_NAME, BrokerConstants.DISABLED_PORT_BIND);
    properties.setProperty(IConfig.ALLOW_ANONYMOUS_PROPERTY_NAME, "true");
    properties.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "false");
    properties.setProperty(IConfig.BUFFER_FLUSH_MS_PROPERTY_NAME, "0"); // at once
    properties.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
    // A command that finds the queue full is dropped: there are up to four for each open message.
    properties.setProperty(IConfig.SESSION_QUEUE_SIZE, Integer.toString(8 * window));
    broker.startServer(new MemoryConfig(properties));
    while (broker.getPort() == 0) { // it listens a little later
      Thread.onSpinWait();
    }
    String url = "tcp://127.0.0.1:" + broker.getPort();
    receiver = new MqttAsyncClient(url, "receiver", new MemoryPersistence());
    receiver.connect(options()).waitForCompletion();
    receiver
        .subscribe(
            TOPIC,
            QUALITY,
            (topic, message) ->
                effects.add(ByteBuffer.wrap(message.getPayload()).getLong()))
        .waitForCompletion();
    sender = new MqttAsyncClient(url, "sender", new MemoryPersistence());
    sender.connect(options()).waitForCompletion();
    confirm = new IMqttActionListener() {
      @Override
      public void onSuccess(IMqttToken token) {
        confirmations.add((Long) token.getUserContext());
      }

      @Override
      public void onFailure(IMqttToken token, Throwable cause) {
        // Not confirmed, which the tally shows.
      }
    };
  }

  private MqttConnectOptions options() {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMaxInflight(window);
    return options;
  }

  @Override
  public boolean trySend(long number) {
    // The confirmation says that the broker has it; it is done when it has taken effect, too.
    if (number - Math.min(confirmations.count(), effects.count()) >= window) {
      return false;
    }
    byte[] payload = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    try {
      sender.publish(TOPIC, payload, QUALITY, false, number, confirm);
      return true;
    } catch (MqttException e) {
      if (e.getReasonCode() == MqttException.REASON_CODE_MAX_INFLIGHT) {
        return false; // confirmed, but still counted as in flight
      }
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws MqttException {
    sender.disconnectForcibly(0, PATIENCE_MILLIS);
    receiver.disconnectForcibly(0, PATIENCE_MILLIS);
    broker.stopServer();
  }
}
