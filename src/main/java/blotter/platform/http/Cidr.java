package blotter.platform.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A block of IP addresses, v4 or v6 (RFC 4632, RFC 4291): `192.0.2.0/24`, `2001:db8::/32`; a single address is a block
/// of one.
public final class Cidr {
    // Four decimal numbers, none with a leading zero, which some read as octal.
    private static final Pattern V4 = Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private final byte[] network;
    private final int bits;

    private Cidr(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /// The block; null when the text is none, or has bits set behind its prefix.
    public static @Nullable Cidr parse(String text) {
        int slash = text.indexOf('/');
        var address = address(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        var bytes = address.getAddress();
        int most = bytes.length * 8;
        var length = slash < 0 ? Integer.toString(most) : text.substring(slash + 1);
        if (!length.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(length) > most) {
            return null;
        }
        var block = new Cidr(bytes, Integer.parseInt(length));
        for (int bit = block.bits; bit < most; bit++) {
            if ((bytes[bit / 8] >> (7 - bit % 8) & 1) != 0) {
                return null;
            }
        }
        return block;
    }

    /// The address of the text, never by a name look-up; null when it is none. One of IPv4 within IPv6
    /// (`::ffff:192.0.2.1`) is that of IPv4.
    public static @Nullable InetAddress address(String text) {
        boolean v6 = text.indexOf(':') >= 0;
        if (!(v6 ? V6 : V4).matcher(text).matches()) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /// What counts as one address where addresses are counted: one of IPv4; of IPv6 the /64, of which a single host has
    /// all.
    public static String block(InetAddress address) {
        var bytes = address.getAddress();
        return HexFormat.of().formatHex(bytes.length == 4 ? bytes : Arrays.copyOf(bytes, 8));
    }

    public boolean contains(InetAddress address) {
        var bytes = address.getAddress();
        if (bytes.length != network.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != network[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        return rest == 0 || ((bytes[whole] ^ network[whole]) & 0xFF & (0xFF00 >> rest)) == 0;
    }

    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(network).getHostAddress() + "/" + bits;
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
