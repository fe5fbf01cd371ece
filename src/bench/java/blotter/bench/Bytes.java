package blotter.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes that grow, and are used again for the next request: the load must cost the machine little.
final class Bytes {
    private static final int MOST = 64 << 20;
    private static final int BEGINNING = 4096;

    private byte[] array = new byte[BEGINNING];
    private int length;
    private long dropped;

    Bytes clear() {
        length = 0;
        dropped = 0;
        return this;
    }

    int length() {
        return length;
    }

    /// How many there were, with those of the middle that were too many to keep.
    long total() {
        return length + dropped;
    }

    byte[] array() {
        return array;
    }

    @SuppressWarnings("deprecation") // The way of Latin-1 that copies nothing in between.
    Bytes add(String ascii) {
        room(ascii.length());
        ascii.getBytes(0, ascii.length(), array, length);
        length += ascii.length();
        return this;
    }

    Bytes add(Bytes other) {
        room(other.length);
        System.arraycopy(other.array, 0, array, length, other.length);
        length += other.length;
        return this;
    }

    Bytes add(byte[] from, int offset, int count) {
        room(count);
        System.arraycopy(from, offset, array, length, count);
        length += count;
        return this;
    }

    Bytes add(long number) {
        return add(Long.toString(number));
    }

    /// Reads this many bytes, or fails. Of very many the first and the last are kept.
    void read(InputStream stream, int count) throws IOException {
        if (length > MOST) {
            dropped += length - BEGINNING;
            length = BEGINNING;
        }
        room(count);
        if (stream.readNBytes(array, length, count) < count) {
            throw new IOException("the answer ended early");
        }
        length += count;
    }

    private void room(int more) {
        if (length + more > array.length) {
            array = Arrays.copyOf(array, Math.max(length + more, Math.min(array.length * 2, 1 << 30)));
        }
    }

    /// The number behind this text, looked for in the first and the last bytes; -1 when it is not there.
    long numberAfter(String text) {
        int found = find(text, 0, Math.min(length, 400));
        if (found < 0) {
            found = find(text, Math.max(0, length - 400), length);
        }
        if (found < 0) {
            return -1;
        }
        long number = 0;
        for (int i = found + text.length(); i < length && array[i] >= '0' && array[i] <= '9'; i++) {
            number = number * 10 + array[i] - '0';
        }
        return number;
    }

    boolean contains(String text) {
        return find(text, 0, length) >= 0;
    }

    private int find(String text, int from, int to) {
        for (int i = from; i <= to - text.length(); i++) {
            int at = 0;
            while (at < text.length() && array[i + at] == text.charAt(at)) {
                at++;
            }
            if (at == text.length()) {
                return i;
            }
        }
        return -1;
    }

    /// The first bytes as text, for messages.
    String text(int most) {
        return new String(array, 0, Math.min(length, most), StandardCharsets.UTF_8);
    }
}
