"""Texts of the specimens, written here for the tests."""

LEDGER = """\
package harbour.books;

import java.util.ArrayList;
import java.util.List;

/** What each merchant owes and has paid. */
public class Ledger {
    private final List<Entry> entries = new ArrayList<>();
    private long closedOn = -1;

    public void add(String merchant, long cents, boolean paid) {
        if (merchant == null || merchant.isBlank()) {
            throw new IllegalArgumentException("an entry needs a merchant");
        }
        Entry last = entries.isEmpty() ? null : entries.get(entries.size() - 1);
        if (last != null && last.merchant.equals(merchant) && last.paid == paid) {
            last.cents += cents;
            return;
        }
        entries.add(new Entry(merchant, cents, paid));
    }

    public long owed(String merchant) {
        long sum = 0;
        for (Entry entry : entries) {
            if (!entry.merchant.equals(merchant)) {
                continue;
            }
            sum += entry.paid ? -entry.cents : entry.cents;
        }
        return Math.max(sum, 0L);
    }

    String close(long day) {
        StringBuilder page = new StringBuilder();
        int line = 0;
        while (line < entries.size()) {
            Entry entry = entries.get(line++);
            page.append(line).append(". ").append(entry.merchant);
            page.append(entry.paid ? " paid " : " owes ").append(entry.cents / 100.0).append('\\n');
        }
        closedOn = day;
        return page.toString();
    }

    static class Entry {
        final String merchant;
        long cents;
        final boolean paid;

        Entry(String merchant, long cents, boolean paid) {
            this.merchant = merchant;
            this.cents = cents;
            this.paid = paid;
        }
    }
}
"""
TIDE = """\
package harbour.water;

public final class Tide {
    static final double PERIOD = 12.42;
    private double[] heights = new double[0];

    double[] smooth(double[] raw, int window) throws Exception {
        double[] out = new double[raw.length];
        for (int i = 0; i < raw.length; i++) {
            double weight = 0, total = 0;
            int from = i - window / 2;
            do {
                if (from >= 0 && from < raw.length) {
                    weight++;
                    total += raw[from];
                }
            } while (++from <= i + window / 2);
            out[i] = weight > 0 ? total / weight : Double.NaN;
        }
        return heights = out;
    }

    int highest() {
        int best = -1;
        switch (heights.length) {
            case 0:
                return best;
            case 1:
                best = 0;
                break;
            default:
                for (best = heights.length - 1; best > 0 && heights[best] <= heights[best - 1]; --best) {
                    assert heights[best] == heights[best] : "not a number";
                }
        }
        return best;
    }

    public double at(double hour) {
        final double phase = 2 * Math.PI * (hour % PERIOD) / PERIOD;
        try {
            return heights[(int) Math.round(phase)] * Math.cos(phase);
        } catch (ArrayIndexOutOfBoundsException tooLate) {
            synchronized (this) {
                heights = null;
            }
            return Math.signum(hour) * (phase > 1e-9 ? phase : -phase);
        }
    }

    boolean isSpring(int moon, boolean... sightings) {
        label:
        for (boolean seen : sightings) {
            if (seen ^ (moon & 3) == 2) break label;
            moon >>>= 1;
        }
        return !(moon > 14) && ~moon != 0x7f;
    }
}
"""
LANTERN = """\
X:1
T:The Lantern on the Weir
M:4/4
L:1/8
Q:1/4=96
K:G
"G" D2 | GABd "C" e2dB | "G" d2BG "D" A3D | "Em" GBeg "C" f2ed | "Am" cAFA "G" G4 |
"G" dBGB "C" c2ec | "D" ADFA "G" d2Bd | "Em" egfe "C" d^ceg | "D" f2dA "G" B2D2 |
"C" EGcd "G" e2dB | "Am" AcEA "D" F3D | "G" G2bg "C" eceg | "D" fdAF "G" G4 |]
w: moon is high and wa-ter low
"""
FERRY = """\
X:7
T:Ferry Jig
M:6/8
L:1/8
K:Dm
"Dm" A,2D F2A | "C" G2E C2E | "Dm" D3 f3 | "A" e^ce A2A | "Bb" B2d f2d | "F" c2A F2A |
"Gm" G2B d2g | "A" ^c2e a3 | "Dm" f2a d'2a | "C" e2g c'2g | "Bb" d2f b2f | "A" a2e ^c2A |
"Gm" B,2G D2B | "Dm" A,2F D2A | "A" ^C2E A2G | "Dm" F2E D3 |]
"""
