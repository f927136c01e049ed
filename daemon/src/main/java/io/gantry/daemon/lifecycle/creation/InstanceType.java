package io.gantry.daemon.lifecycle.creation;

import io.gantry.daemon.config.InstanceKeys;
import io.gantry.daemon.config.value.CpuAllowance;
import io.gantry.daemon.config.value.CpuLimit;
import io.gantry.daemon.failure.DaemonException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What {@code -t c2-m4} asks for: the processors and the memory of a new instance. LXD knows the names of public
 * clouds' types as well, from a list on the network; here are none.
 */
final class InstanceType {
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,6})?|\\.[0-9]{1,6}");
    private static final int MEBIBYTES_IN_GIBIBYTE = 1024;

    private InstanceType() {}

    /**
     * The limits that a type stands for; none for an empty one.
     *
     * @param type processors after a {@code c}, GiB of memory after an {@code m}, either of them or both with a dash
     *     between; fractions are allowed
     * @throws DaemonException INVALID_REQUEST for any other
     */
    static Map<String, String> limits(String type) {
        if (type.isEmpty()) {
            return Map.of();
        }
        var limits = new HashMap<String, String>();
        for (String part : type.split("-", -1)) {
            boolean isKnown = part.length() > 1 && (part.charAt(0) == 'c' || part.charAt(0) == 'm');
            if (!isKnown) {
                throw DaemonException.invalid("Provided instance type doesn't exist: " + type
                        + "; types here are made of processors and GiB of memory, such as c2-m4 or c0.5-m0.2");
            }
            float amount = amount(part.substring(1), type);
            if (part.charAt(0) == 'c') {
                putProcessors(amount, limits);
            } else {
                limits.put(InstanceKeys.LIMITS_MEMORY.name(), (long) (amount * MEBIBYTES_IN_GIBIBYTE) + "MB");
            }
        }
        return limits;
    }

    private static float amount(String text, String type) {
        float amount = AMOUNT.matcher(text).matches() ? Float.parseFloat(text) : 0;
        if (amount <= 0) {
            throw DaemonException.invalid("Bad custom instance type: " + type + "; \"" + text
                    + "\" is not a positive number, such as 2 or 0.5");
        }
        return amount;
    }

    /** A fraction of a processor is a share of the time of the next whole number of them. */
    private static void putProcessors(float amount, Map<String, String> limits) {
        int whole = (int) Math.ceil(amount);
        int percent = (int) (amount / whole * 100.0f);
        InstanceKeys.LIMITS_CPU.put(limits, new CpuLimit.Count(whole));
        if (percent < 100) {
            InstanceKeys.LIMITS_CPU_ALLOWANCE.put(limits, new CpuAllowance.Share(percent));
        }
    }
}
