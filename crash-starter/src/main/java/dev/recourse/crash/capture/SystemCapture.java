package dev.recourse.crash.capture;

import dev.recourse.crash.CrashReport.SystemInfo;
import dev.recourse.crash.render.Redactor;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.OperatingSystemMXBean;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;

/** Takes down what the machine and the virtual machine are. */
final class SystemCapture {

    private final Redactor redactor;

    SystemCapture(Redactor redactor) {
        this.redactor = redactor;
    }

    SystemInfo capture() {
        return new SystemInfo(
                java(),
                os(),
                memory(),
                disk(),
                Locale.getDefault().toLanguageTag(),
                TimeZone.getDefault().getID());
    }

    private Map<String, String> java() {
        Map<String, String> java = new LinkedHashMap<>();
        for (String name : List.of("java.version", "java.vendor", "java.vm.name", "java.vm.version", "java.home")) {
            java.put(name.substring("java.".length()), redactor.text(System.getProperty(name, "")));
        }
        String command = System.getProperty("sun.java.command", "");
        // an argument may hold blanks of its own: where the next begins, only an option tells
        java.put("command", redactor.arguments(List.of(command.split(" (?=-)", 1000))));
        java.put(
                "arguments",
                redactor.arguments(ManagementFactory.getRuntimeMXBean().getInputArguments()));
        return java;
    }

    private Map<String, String> os() {
        OperatingSystemMXBean bean = ManagementFactory.getOperatingSystemMXBean();
        Map<String, String> os = new LinkedHashMap<>();
        os.put("name", bean.getName());
        os.put("version", bean.getVersion());
        os.put("arch", bean.getArch());
        os.put("processors", String.valueOf(bean.getAvailableProcessors()));
        os.put("load", String.valueOf(bean.getSystemLoadAverage()));
        return os;
    }

    private Map<String, String> memory() {
        MemoryMXBean bean = ManagementFactory.getMemoryMXBean();
        Map<String, String> memory = new LinkedHashMap<>();
        memory.put("heapUsed", String.valueOf(bean.getHeapMemoryUsage().getUsed()));
        memory.put("heapMax", String.valueOf(bean.getHeapMemoryUsage().getMax()));
        memory.put("nonHeapUsed", String.valueOf(bean.getNonHeapMemoryUsage().getUsed()));
        return memory;
    }

    private Map<String, String> disk() {
        File here = new File("").getAbsoluteFile();
        Map<String, String> disk = new LinkedHashMap<>();
        disk.put("directory", redactor.text(here.getPath()));
        disk.put("usable", String.valueOf(here.getUsableSpace()));
        disk.put("total", String.valueOf(here.getTotalSpace()));
        return disk;
    }
}
