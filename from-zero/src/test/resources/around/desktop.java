import dev.recourse.crash.CrashFeedback;
import dev.recourse.crash.CrashFeedback.Consent;
import dev.recourse.crash.CrashNotice;
import org.springframework.boot.SpringApplication;

CrashFeedback feedback;
CrashNotice notice;
String[] args;

static class Workbench {}
