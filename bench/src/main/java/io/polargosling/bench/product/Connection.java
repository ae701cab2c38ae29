package io.polargosling.bench.product;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** One kept-alive HTTP connection that costs the machine as little as can be. */
public final class Connection implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int port;
    private Socket socket = new Socket();
    private InputStream in = InputStream.nullInputStream();

    /** One to {@code port} of this host, made at the first request. */
    public Connection(int port) {
        this.port = port;
    }

    /** Sends a request and reads its answer to the end; the status. */
    public int send(byte[] request) throws IOException {
        if (!socket.isConnected() || socket.isClosed()) {
            connect();
        }
        socket.getOutputStream().write(request);
        String line = line();
        int status = Integer.parseInt(line.substring(9, 12));
        long length = 0;
        boolean last = false;
        boolean chunked = false;
        for (line = line(); !line.isEmpty(); line = line()) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Long.parseLong(header.substring(15).trim());
            }
            last |= header.equals("connection: close");
            chunked |= header.equals("transfer-encoding: chunked");
        }
        if (chunked) {
            for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
                in.skipNBytes(size + 2L);
            }
            in.skipNBytes(2);
        }
        in.skipNBytes(length);
        if (last) {
            socket.close();
        }
        return status;
    }

    private void connect() throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = new BufferedInputStream(socket.getInputStream(), 1024);
    }

    private String line() throws IOException {
        var bytes = new byte[512];
        int count = 0;
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (count < bytes.length) {
                bytes[count++] = (byte) b;
            }
        }
        return new String(bytes, 0, Math.max(0, count - 1), StandardCharsets.US_ASCII);
    }

    /** Ends it; the next request makes a new one. */
    public void hangUp() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        hangUp();
    }
}
