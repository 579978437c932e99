/* Times akvlint and the yardstick in turn as whole processes and prints medians and ratios.
 *
 *     measure AKVLINT YARDSTICK FOLDER LAST RESULT
 *
 * FOLDER holds what `make` generated. Pairs are run in turn, so that a machine that slows down
 * slows both; the ratio is the median of the pairs' ratios. The ratios are written to RESULT, and
 * compared with those in LAST when there is such a file: one that grew by more than a quarter ends
 * it with 1. */
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct run {
    double seconds;
    long kibibytes;
};

static struct run run(char **arguments)
{
    struct timespec start, end;
    struct rusage usage;
    int status;
    clock_gettime(CLOCK_MONOTONIC, &start);
    /* vfork: the harness's own memory must not count as the child's. */
    pid_t child = vfork();
    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);
        dup2(null, 1);
        dup2(null, 2);
        execv(arguments[0], arguments);
        _exit(127);
    }
    wait4(child, &status, 0, &usage);
    clock_gettime(CLOCK_MONOTONIC, &end);
    if (!WIFEXITED(status) || WEXITSTATUS(status) > 1) {
        fprintf(stderr, "%s ended with status %d\n", arguments[0], status);
        exit(1);
    }
    return (struct run){(end.tv_sec - start.tv_sec) + (end.tv_nsec - start.tv_nsec) / 1e9,
                        usage.ru_maxrss};
}

/* What was measured: the name of the work and how much longer it takes than the yardstick. */
static struct result {
    const char *what;
    double ratio;
} results[32];
static int result_count;

static void note(const char *what, double ratio)
{
    results[result_count].what = what;
    results[result_count++].ratio = ratio;
}

static int ascending(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static double median(double *values, int count)
{
    qsort(values, count, sizeof *values, ascending);
    return values[count / 2];
}

static long bytes_of(glob_t *files)
{
    long bytes = 0;
    struct stat status;
    for (size_t index = 0; index < files->gl_pathc; index++)
        if (stat(files->gl_pathv[files->gl_offs + index], &status) == 0)
            bytes += status.st_size;
    return bytes;
}

static glob_t matches(const char *folder, const char *pattern)
{
    char path[4096];
    glob_t files = {.gl_offs = 1};
    snprintf(path, sizeof path, "%s/%s", folder, pattern);
    if (glob(path, GLOB_DOOFFS, NULL, &files) != 0) {
        fprintf(stderr, "nothing matches %s\n", path);
        exit(1);
    }
    return files;
}

/* What akvlint is asked to check, and what the yardstick parses: the same text, though a pipeline
 * that includes files is named by its root alone. */
static void compare(const char *what, char **programs, const char *roots, const char *texts,
                    int runs, double reach)
{
    glob_t asked = matches(programs[2], roots), files = matches(programs[2], texts);
    double ours[400], theirs[400], ratios[400];
    long peak = 0;
    for (int index = -2; index < runs; index++) {
        files.gl_pathv[0] = programs[1];
        struct run theirRun = run(files.gl_pathv);
        asked.gl_pathv[0] = programs[0];
        struct run ourRun = run(asked.gl_pathv);
        if (index < 0)
            continue; /* warm-up */
        ours[index] = ourRun.seconds;
        theirs[index] = theirRun.seconds;
        ratios[index] = ourRun.seconds / theirRun.seconds;
        if (ourRun.kibibytes > peak)
            peak = ourRun.kibibytes;
    }
    double allowed = bytes_of(&files) * 40 / 1048576.0 + 15;
    double ratio = median(ratios, runs);
    note(what, ratio);
    printf("%-22s %9.2f ms %9.2f ms %7.1fx (at most %.0fx) %7.1f MiB (at most %.0f)\n", what,
           median(ours, runs) * 1e3, median(theirs, runs) * 1e3, ratio, reach, peak / 1024.0,
           allowed);
    globfree(&files);
    globfree(&asked);
}

/* Predicting, against the plain check of the same pipeline, which knows of no credentials. */
static void compare_predict(char **programs, int runs, double reach)
{
    char pipeline[4096], root[4096], bare[4096];
    snprintf(root, sizeof root, "%s/predict", programs[2]);
    snprintf(pipeline, sizeof pipeline, "%s/predict/.gitlab-ci.yml", programs[2]);
    snprintf(bare, sizeof bare, "%s/p10000/.gitlab-ci.yml", programs[2]);
    char *check[] = {programs[0], bare, NULL};
    char *predict[] = {programs[0], "predict", "--root", root, pipeline, NULL};
    double plain[400], ours[400], ratios[400];
    for (int index = -2; index < runs; index++) {
        double first = run(check).seconds, second = run(predict).seconds;
        if (index < 0)
            continue;
        plain[index] = first;
        ours[index] = second;
        ratios[index] = second / first;
    }
    double ratio = median(ratios, runs);
    note("predict, 20 credentials", ratio);
    printf("%-22s %9.2f ms %9.2f ms %7.1fx (at most %.0fx), against the plain check\n",
           "predict, 20 credentials", median(ours, runs) * 1e3, median(plain, runs) * 1e3, ratio,
           reach);
}

/* Ten times the lines, in one file and in ten: eleven times the time at most. */
static void compare_growth(char **programs, int runs, double reach)
{
    char small[4096], large[4096];
    snprintf(small, sizeof small, "%s/p10000/.gitlab-ci.yml", programs[2]);
    snprintf(large, sizeof large, "%s/large/.gitlab-ci.yml", programs[2]);
    double ratios[400];
    for (int index = -1; index < runs; index++) {
        double first = run((char *[]){programs[0], small, NULL}).seconds;
        double second = run((char *[]){programs[0], large, NULL}).seconds;
        if (index >= 0)
            ratios[index] = second / first;
    }
    double ratio = median(ratios, runs);
    note("ten times the lines", ratio);
    printf("%-22s %34.1fx (at most %.0fx), 100,000 lines against 10,000\n", "ten times the lines",
           ratio, reach);
}

/* An audit of 5,000 projects: at most 20 seconds and 512 MiB on two cores. */
static void measure_fleet(char **programs, int runs)
{
    char folder[4096];
    snprintf(folder, sizeof folder, "%s/fleet", programs[2]);
    glob_t files = matches(programs[2], "fleet/*/*/.gitlab-ci.yml");
    files.gl_pathv[0] = programs[1];
    char *audit[] = {programs[0], "fleet", folder, "--fail-on", "never", "--format", "json", NULL};
    double ours[400], ratios[400];
    long peak = 0;
    for (int index = 0; index < runs; index++) {
        double yardstick = run(files.gl_pathv).seconds;
        struct run ourRun = run(audit);
        ours[index] = ourRun.seconds;
        ratios[index] = ourRun.seconds / yardstick;
        if (ourRun.kibibytes > peak)
            peak = ourRun.kibibytes;
    }
    double ratio = median(ratios, runs);
    note("fleet, 5,000 projects", ratio);
    printf("%-22s %9.2f s (at most 20) %13.1fx %17.1f MiB (at most 512)\n",
           "fleet, 5,000 projects", median(ours, runs), ratio, peak / 1024.0);
    globfree(&files);
}

/* How often a ratio grew by more than a quarter since the last time. */
static int worse_than(const char *path)
{
    FILE *file = fopen(path, "r");
    char line[256];
    int worse = 0;
    if (!file)
        return 0;
    while (fgets(line, sizeof line, file)) {
        char *tab = strchr(line, '\t');
        if (!tab)
            continue;
        *tab = 0;
        double last = atof(tab + 1);
        for (int index = 0; index < result_count; index++) {
            if (strcmp(results[index].what, line) != 0 || results[index].ratio <= last * 1.25)
                continue;
            printf("worse: %s takes %.1fx, and took %.1fx\n", line, results[index].ratio, last);
            worse++;
        }
    }
    fclose(file);
    return worse;
}

static void keep(const char *path)
{
    FILE *file = fopen(path, "w");
    if (!file) {
        perror(path);
        exit(1);
    }
    for (int index = 0; index < result_count; index++)
        fprintf(file, "%s\t%.2f\n", results[index].what, results[index].ratio);
    fclose(file);
}

int main(int count, char **arguments)
{
    if (count != 6) {
        fprintf(stderr, "usage: measure AKVLINT YARDSTICK FOLDER LAST RESULT\n");
        return 2;
    }
    struct {
        const char *what, *roots, *texts;
        int runs;
        double reach;
    } cases[] = {
        {"60 lines", "p60/.gitlab-ci.yml", "p60/.gitlab-ci.yml", 201, 8},
        {"1,000 lines", "p1000/.gitlab-ci.yml", "p1000/.gitlab-ci.yml", 101, 8},
        {"10,000 lines", "p10000/.gitlab-ci.yml", "p10000/.gitlab-ci.yml", 61, 4},
        {"10,000, 20 credentials", "predict/.gitlab-ci.yml", "predict/.gitlab-ci.yml", 41, 8},
        {"100,000 lines", "large/.gitlab-ci.yml", "large/ci/*.yml", 9, 5},
        {"145 files, 5,000 jobs", "nested12/.gitlab-ci.yml", "nested12/ci/*/*.yml", 9, 5},
        {"73 files, 2,500 jobs", "nested6/.gitlab-ci.yml", "nested6/ci/*/*.yml", 15, 5},
        {"200 files of 100 lines", "many/*.gitlab-ci.yml", "many/*.gitlab-ci.yml", 41, 3},
    };
    printf("%-22s %12s %12s %8s\n", "whole process, medians", "akvlint", "yardstick", "ratio");
    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++)
        compare(cases[index].what, arguments + 1, cases[index].roots, cases[index].texts,
                cases[index].runs, cases[index].reach);
    compare_predict(arguments + 1, 41, 2);
    compare_growth(arguments + 1, 11, 11);
    measure_fleet(arguments + 1, 3);
    keep(arguments[5]);
    return worse_than(arguments[4]) > 0;
}
