package dev.recourse.crash.render;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds keys that carry the prefix of their issuer, as {@code ghp_...} of GitHub. */
final class IssuedKeys implements SecretFinder {

    private static final int SHORTEST_REST = 12;

    /** Has marks that end a word elsewhere. */
    private static final String GOOGLE_REFRESH = "1//0";

    /** More than this many parts of a word are not looked at. */
    private static final int MOST_PARTS = 32;

    private static final String PREFIXES = """
            ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- gldt- glrt- glcbt- glptt- glsoat- glft- glimt- glagent- gloas-
            xoxa- xoxb- xoxc- xoxd- xoxe- xoxe. xoxo- xoxp- xoxr- xoxs- xapp- AIza ya29. GOCSPX-
            sk_live_ sk_test_ rk_live_ rk_test_ sk-proj- sk-ant- sk-svcacct- sk-admin- sk-or- sk- whsec_ pk_live_
            npm_ pypi- SG. hf_ api_org_ dop_v1_ doo_v1_ dor_v1_ shpat_ shpca_ shppa_ shpss_ sq0atp- sq0csp- sq0idp- EAAA
            dckr_pat_ dckr_oat_ ATATT3 ATCTT3 ATBB lin_api_ lin_oauth_ ntn_ secret_ rubygems_ glsa_ glc_ NRAK- NRJS- NRII-
            NRBR- PMAK- hvs. hvb. hvr. AGE-SECRET-KEY-1 ops_ xai- gsk_ r8_ pplx- AKCp cmVmd key- re_ sbp_ sb_secret_ pul-
            dp.pt. dp.st. dp.ct. dp.sa. fio-u- EZAK EZTK duffel_ FLWSECK shippo_live_ shippo_test_ xkeysib- xsmtpsib- sl.
            sntrys_ sntryu_ phx_ apify_api_ figd_ figo_ sgp_ nvapi- tskey- oy2 LTAI AQVN y0_ CCIPAT_ bkua_ pat-na1- pat-eu1-
            tfp_ CLOJARS_ pscale_tkn_ pscale_pw_ pscale_oauth_ dapi HRKU- aio_ ory_at_ ory_rt_ FlyV1 fm1_ fm2_ fo1_ rdme_
            pnu_ tk-us- ico- v2.public. v2.local. v4.local. v4.public. sk.eyJ live_ test_sk_ access_token$ amzn.mws.
            amzn1.oa2-cs.v1. patt cio_ sha256~ fc- tvly- jina_ co_ zpka_ rnd_ waka_ blt_ E-shpat pk_prod_ sk_prod_ SK_
            key_live_ key_test_ acc_ whsk_ jfrt@ AccountKey= figma_ vcp_ vercel_ nfp_ LKTN ddog_ bb_live_ bb_test_ sb1_
            """;

    /** Prefixes by their first character. */
    private static final Map<Character, List<String>> BY_FIRST = byFirst();

    @Override
    public void find(CharSequence text, Marks marks) {
        int i = 0;
        while (i < text.length()) {
            if (!isOfKey(text.charAt(i))) {
                i++;
                continue;
            }
            int end = wordEnd(text, i);
            int key = keyStart(text, i, end);
            if (key >= 0) {
                marks.hide(key, end);
            }
            i = end;
        }
    }

    /** Returns where in this word a key begins, at its start or behind a mark. */
    private static int keyStart(CharSequence text, int start, int end) {
        int parts = 0;
        for (int i = start; i < end - SHORTEST_REST && parts < MOST_PARTS; i++) {
            if (!Character.isLetterOrDigit(Chars.at(text, i - 1))) {
                if (isKey(text, i, end)) {
                    return i;
                }
                parts++;
            }
        }
        return -1;
    }

    private static boolean isKey(CharSequence text, int start, int end) {
        if (isAwsKey(text, start, end)
                || (startsWith(text, start, GOOGLE_REFRESH) && end - start > SHORTEST_REST + GOOGLE_REFRESH.length())) {
            return true;
        }
        for (String prefix : BY_FIRST.getOrDefault(text.charAt(start), List.of())) {
            if (startsWith(text, start, prefix) && isRandom(text, start + prefix.length(), end)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether this looks like no word: it is long, and has digits, or letters of both cases in no order. */
    private static boolean isRandom(CharSequence text, int from, int end) {
        return end - from >= SHORTEST_REST && !Plain.isPlain(Chars.text(text, from, Math.min(end, from + 40)));
    }

    private static boolean isAwsKey(CharSequence text, int start, int end) {
        if (end - start < 20
                || text.charAt(start) != 'A'
                || !(startsWith(text, start, "AKIA")
                        || startsWith(text, start, "ASIA")
                        || startsWith(text, start, "ABIA")
                        || startsWith(text, start, "ACCA"))) {
            return false;
        }
        for (int i = start; i < start + 20; i++) {
            char c = text.charAt(i);
            if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9')) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWith(CharSequence text, int at, String prefix) {
        for (int i = 0; i < prefix.length(); i++) {
            if (Chars.at(text, at + i) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int wordEnd(CharSequence text, int from) {
        int i = startsWith(text, from, GOOGLE_REFRESH) ? from + GOOGLE_REFRESH.length() : from;
        while (isOfKey(Chars.at(text, i))) {
            i++;
        }
        while (i > from && text.charAt(i - 1) == '.') {
            i--;
        }
        return Math.max(i, from + 1);
    }

    private static boolean isOfKey(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == '~';
    }

    private static Map<Character, List<String>> byFirst() {
        Map<Character, List<String>> prefixes = new HashMap<>();
        Arrays.stream(PREFIXES.strip().split("\\s+"))
                .forEach(prefix -> prefixes.merge(prefix.charAt(0), List.of(prefix), IssuedKeys::both));
        return prefixes;
    }

    private static List<String> both(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
