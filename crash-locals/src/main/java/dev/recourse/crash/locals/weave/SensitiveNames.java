package dev.recourse.crash.locals.weave;

/** How the sensitive parts of a class are called where one class asks for those of another. */
final class SensitiveNames {

    /** The class itself is marked: so is all that its objects have. */
    static final String TYPE = "@";

    /** The text of the class's objects may tell something sensitive. */
    static final String TELLS = "~";

    /** The text of the class's objects tells a copy of something sensitive, and the class has no mark. */
    static final String TELLS_UNMARKED = "~~";

    private SensitiveNames() {}

    /** Returns the name of a field or a result whose text may tell something sensitive. */
    static String telling(String member) {
        return TELLS + member;
    }

    /** Returns the name of a parameter that is a function, and is called with something sensitive. */
    static String called(String parameter) {
        return "&" + parameter;
    }

    /** Returns the name of a parameter that gets something sensitive from a class above, or of a field that must not tell it. */
    static String given(String member) {
        return "?" + member;
    }

    static String field(String name) {
        return "." + name;
    }

    /** Returns the name of what a method returns. */
    static String result(String method) {
        return method;
    }

    /** Returns the name of a method's parameter, counted from 0. */
    static String parameter(String method, int position) {
        return method + "#" + position;
    }

    /** Returns the name of a parameter of another class. */
    static String parameter(String owner, String method, int position) {
        return owner + "." + parameter(method, position);
    }

    /** Returns the name of all parameters of the methods of another class. */
    static String parameters(String owner) {
        return owner + "#";
    }
}
