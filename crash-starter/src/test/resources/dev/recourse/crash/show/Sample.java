package dev.recourse.crash.show;
class Sample {
}
