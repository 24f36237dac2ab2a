package io.minerstream.benchmarks.sink;

import com.sun.tools.attach.VirtualMachine;
import io.minerstream.connect.copy.metrics.CopySinkMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Metrics of the COPY sink's tasks, over JMX of a worker on this machine. */
final class WorkerMetrics implements AutoCloseable {

    private final JMXConnector connector;
    private final MBeanServerConnection server;

    /** @param processId of the worker */
    @SuppressWarnings("BanJNDI") // The address comes from a process of our own.
    WorkerMetrics(long processId) throws Exception {
        VirtualMachine worker = VirtualMachine.attach(Long.toString(processId));
        try {
            connector = JMXConnectorFactory.connect(new JMXServiceURL(worker.startLocalManagementAgent()));
        } finally {
            worker.detach();
        }
        server = connector.getMBeanServerConnection();
    }

    /** Of the only task of a connector that runs. */
    CopySinkMXBean task(String name) {
        try {
            ObjectName task = new ObjectName(
                    "io.minerstream.connect:type=copy-sink,connector=" + ObjectName.quote(name) + ",task=0");
            return JMX.newMXBeanProxy(server, task, CopySinkMXBean.class);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException("connector name: must fit into an object name, got " + name, e);
        }
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
