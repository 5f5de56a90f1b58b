package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainClassTests {

    @TempDir
    private Path directory;

    @Test
    void nameOfAClassIsTheFirstWord() {
        assertThat(MainClass.name("com.acme.Main --port 80", "target/classes")).isEqualTo("com.acme.Main");
        assertThat(MainClass.name("acme/com.acme.Main x", "")).isEqualTo("com.acme.Main");
        assertThat(MainClass.name("", "")).isNull();
    }

    @Test
    void nameOfAJarIsInItsManifest() throws IOException {
        String plain = jar("plain one.jar", "Main-Class", "com.acme.Main");
        String boot = jar("boot.jar", "Start-Class", "com.acme.ShopApplication");

        assertThat(MainClass.name(plain, plain)).isEqualTo("com.acme.Main");
        assertThat(MainClass.name(plain + " with arguments", plain)).isEqualTo("com.acme.Main");
        assertThat(MainClass.name(boot, boot)).isEqualTo("com.acme.ShopApplication");
        assertThat(MainClass.name("absent.jar", "absent.jar")).isNull();
    }

    private String jar(String name, String key, String value) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(Attributes.Name.MAIN_CLASS, "org.springframework.boot.loader.launch.JarLauncher");
        manifest.getMainAttributes().putValue(key, value);
        Path jar = directory.resolve(name);
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.finish();
        }
        return jar.toString();
    }
}
