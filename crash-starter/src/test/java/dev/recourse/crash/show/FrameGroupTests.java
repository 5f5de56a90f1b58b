package dev.recourse.crash.show;

import static dev.recourse.crash.show.PageReports.library;
import static dev.recourse.crash.show.PageReports.own;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashReport.Frame;
import dev.recourse.crash.show.FrameGroup.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameGroupTests {

    private static final Frame OWN = own("com.acme.Shop", "sell", 1, Map.of());

    private static final Frame SPRING = library("org.springframework.aop.Proxy", "invoke", 2);

    private static final Frame JAVA = library("java.lang.Thread", "run", 3);

    @Test
    void librariesBetweenOwnFramesAreFolded() {
        assertThat(FrameGroup.of(List.of(OWN, SPRING, JAVA, OWN, SPRING, OWN), List.of()))
                .extracting(FrameGroup::kind)
                .containsExactly(Kind.OWN, Kind.FOLDED, Kind.OWN, Kind.PLAIN, Kind.OWN);
    }

    @Test
    void placeOfTheThrowIsShownEvenInALibrary() {
        assertThat(FrameGroup.of(List.of(JAVA, JAVA, JAVA, OWN), List.of()))
                .extracting(FrameGroup::kind)
                .containsExactly(Kind.PLAIN, Kind.FOLDED, Kind.OWN);
    }

    @Test
    void traceWithoutOwnFramesShowsTheFirst() {
        assertThat(FrameGroup.of(Collections.nCopies(30, JAVA), List.of()))
                .extracting(FrameGroup::kind)
                .hasSize(9)
                .endsWith(Kind.PLAIN, Kind.FOLDED);
    }

    @Test
    void libraryFrameWithLocalsIsShownAsAnOwnOne() {
        Frame woven = new Frame("org.lib.Lib", "call", "Lib.java", 1, false, Map.of("a", "1"));
        assertThat(FrameGroup.of(List.of(OWN, woven), List.of()))
                .extracting(FrameGroup::kind)
                .containsExactly(Kind.OWN, Kind.OWN);
    }

    @Test
    void framesOfACauseThatTheExceptionAboveHasAreFolded() {
        List<FrameGroup> groups = FrameGroup.of(List.of(JAVA, OWN, SPRING, JAVA), List.of(OWN, SPRING, JAVA));
        assertThat(groups).extracting(FrameGroup::kind).containsExactly(Kind.PLAIN, Kind.COMMON);
        assertThat(groups.get(1).label()).isEqualTo("3 frames in common with the exception above");
    }

    @Test
    void framesOfACauseWithOtherValuesAreNotInCommon() {
        Frame withLocals = own("com.acme.Shop", "sell", 1, Map.of("parcel", "7"));
        assertThat(FrameGroup.of(List.of(withLocals, JAVA), List.of(OWN, JAVA)))
                .extracting(FrameGroup::kind)
                .containsExactly(Kind.OWN, Kind.COMMON);
    }

    @Test
    void labelNamesTheLibrariesWithTheMostFrames() {
        List<Frame> frames = new ArrayList<>(List.of(OWN, JAVA, SPRING, SPRING, library("Main", "main", 1)));
        assertThat(FrameGroup.of(frames, List.of()).get(1).label())
                .isEqualTo("4 frames of org.springframework, java, no package");
        frames.add(library("io.netty.channel.Channel", "read", 4));
        assertThat(FrameGroup.of(frames, List.of()).get(1).label()).endsWith(" and others");
    }
}
