package io.minerstream.connect.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WarehouseConfigTest {

    /** Of a program with an API of ours; the command has UTC always. */
    @Test
    void shouldNameTheZoneThatTheServerDoesNotKnow() {
        WarehouseAddress address = WarehouseAddress.parse("jdbc:postgresql://db:5432/mining", "sink");
        SQLException refused = new SQLException("FATAL: invalid value for parameter \"TimeZone\": \"PST\"", "22023");

        assertThat(WarehouseErrors.opening(address, refused))
                .isInstanceOf(WarehouseUnavailableException.class)
                .hasMessage(
                        "warehouse db:5432: the server must accept the connection's settings, got: FATAL: invalid value for"
                                + " parameter \"TimeZone\": \"PST\"; start Java with -Duser.timezone=UTC, or correct the parameters of"
                                + " the JDBC URL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db/mining?password=hunter2",
                "jdbc:postgresql://db/mining?ssl=true&sslpassword=hunter2",
                "jdbc:postgresql://db/mining?PassWord=hunter2",
                "jdbc:postgresql:mining?password=hunter2",
                "jdbc:postgresql://sink:hunter2@db/mining",
                "jdbc:postgresql://sink:hunt/er2@db/mining",
                "jdbc:postgresql://sink:hunt?er2@db/mining",
                "jdbc:postgresql://sink:hunt=er2@db/mining",
                "jdbc:postgresql://sink:hunt@er2@db/mining",
                "postgresql://sink:hunter2@db/mining",
                "jdbc:sqlserver://db;password=hunter2"
            })
    void shouldRefuseUrlWithPasswordWithoutShowingIt(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WarehouseConfig(url, "sink", null))
                .withMessage(
                        "JDBC URL: must not hold a password, got one (not shown); URLs show in process lists: put the "
                                + "password into a password file or ~/.pgpass");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgresql://db:5432/mining | jdbc:postgresql://db:5432/mining",
                "postgres://db/mining?sslmode=require | jdbc:postgresql://db/mining?sslmode=require"
            })
    void shouldSayHowAnUrlOfLibpqIsWritten(String url, String written) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WarehouseConfig(url, "sink", null))
                .withMessage("JDBC URL: must look like jdbc:postgresql://host:port/database, got '" + url
                        + "', a URL of libpq and psql; write " + written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "mining", "jdbc:mysql://db/mining", "jdbc:postgresql", "jdbc:postgresql://db:port/mining"})
    void shouldRefuseWhatIsNoUrlOfPostgresql(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WarehouseConfig(url, "sink", null))
                .withMessage("JDBC URL: must look like jdbc:postgresql://host:port/database, got '" + url + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db:5432/mining",
                "jdbc:postgresql://a:1,b:2/mining?targetServerType=primary",
                "jdbc:postgresql://db/mining?user=sink@tenant&sslmode=require",
                "jdbc:postgresql:mining"
            })
    void shouldTakeUrlOfPostgresql(String url) {
        assertThat(new WarehouseConfig(url, null, null).jdbcUrl()).isEqualTo(url);
    }

    @Test
    void shouldNameServerDatabaseAndUser() {
        assertThat(WarehouseAddress.parse("jdbc:postgresql://a:1,b:2/mining?user=eve", "sink"))
                .isEqualTo(new WarehouseAddress("a:1,b:2", "mining", "eve"))
                .hasToString("a:1,b:2/mining");
        assertThat(WarehouseAddress.parse("jdbc:postgresql://db/mining", "sink"))
                .isEqualTo(new WarehouseAddress("db:5432", "mining", "sink"));
    }

    @Test
    void shouldNamePasswordFileThatIsNotThere(@TempDir Path folder) {
        Path file = folder.resolve("none");

        assertThatExceptionOfType(WarehouseException.class)
                .isThrownBy(new WarehouseConfig("jdbc:postgresql://127.0.0.1:1/mining", "sink", file)::open)
                .withMessage("password file " + file + ": must be a readable text file, got "
                        + "java.nio.file.NoSuchFileException: " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\nhunter2\n"})
    void shouldRefusePasswordFileWithoutPassword(String text, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), text);

        assertThatExceptionOfType(WarehouseException.class)
                .isThrownBy(new WarehouseConfig("jdbc:postgresql://127.0.0.1:1/mining", "sink", file)::open)
                .withMessage("password file " + file + ": the first line must be the password, got an empty line");
    }

    @Test
    void shouldSayThatNothingListens(@TempDir Path folder) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path password = Files.writeString(folder.resolve("password"), "hunter2\n");
        // In the language of the machine.
        String refused =
                catchThrowable(() -> new Socket("127.0.0.1", port)).getMessage().toLowerCase(Locale.ROOT);

        assertThatExceptionOfType(WarehouseUnavailableException.class)
                .isThrownBy(
                        new WarehouseConfig("jdbc:postgresql://127.0.0.1:" + port + "/mining", "sink", password)::open)
                .withMessage(
                        "warehouse 127.0.0.1:" + port + ": a PostgreSQL server must accept connections there, got: "
                                + refused + "; start it or correct host and port of the JDBC URL");
    }

    @Test
    void shouldSayThatHostIsUnknown() {
        assertThatExceptionOfType(WarehouseUnavailableException.class)
                .isThrownBy(new WarehouseConfig("jdbc:postgresql://no-such-host.invalid/mining", "sink", null)::open)
                .withMessage(
                        "warehouse no-such-host.invalid:5432: a PostgreSQL server must accept connections there, got: "
                                + "unknown host; start it or correct host and port of the JDBC URL");
    }

    @Test
    void shouldSayThatAnotherServerListens() throws IOException {
        try (ServerSocket web = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> answerAsWebServer(web));

            assertThatExceptionOfType(WarehouseUnavailableException.class)
                    .isThrownBy(new WarehouseConfig(
                            "jdbc:postgresql://127.0.0.1:" + web.getLocalPort() + "/mining?sslmode=disable",
                            "sink",
                            null)::open)
                    .withMessageStartingWith("warehouse 127.0.0.1:" + web.getLocalPort()
                            + ": a PostgreSQL server must answer there, got: ")
                    .withMessageEndingWith("; correct host and port of the JDBC URL");
            answered.join();
        }
    }

    private static void answerAsWebServer(ServerSocket web) {
        try (Socket client = web.accept();
                InputStream in = client.getInputStream();
                OutputStream out = client.getOutputStream()) {
            int startup = in.read(new byte[1024]);
            assertThat(startup).isPositive();
            out.write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
