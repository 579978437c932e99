/* Times akvlint, an earlier akvlint and the yardstick in turn as whole processes, and prints medians
 * and ratios.
 *
 *     measure AKVLINT YARDSTICK FOLDER LAST RESULT [BASE]
 *
 * FOLDER holds what `make` generated. The programs run in turn, so that a machine that slows down
 * slows all of them; a ratio is the median of the rounds' ratios. The ratios are written to RESULT.
 * One that is more than a quarter above that in LAST ends the program with 1. BASE is an akvlint of
 * an earlier commit, whose times are printed next to the others. */
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

enum { MAXIMUM_ROUNDS = 400 };

static char *akvlint, *yardstick, *folder, *base;

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

static char *path(const char *name)
{
    char *result = malloc(strlen(folder) + strlen(name) + 2);
    sprintf(result, "%s/%s", folder, name);
    return result;
}

/* A program with the files that match a pattern as its arguments. */
static glob_t call(char *program, const char *pattern)
{
    glob_t call = {.gl_offs = 1};
    if (glob(path(pattern), GLOB_DOOFFS, NULL, &call) != 0) {
        fprintf(stderr, "nothing matches %s\n", path(pattern));
        exit(1);
    }
    call.gl_pathv[0] = program;
    return call;
}

static double mebibytes_read(const glob_t *call)
{
    double bytes = 0;
    struct stat status;
    for (size_t index = 0; index < call->gl_pathc; index++)
        if (stat(call->gl_pathv[call->gl_offs + index], &status) == 0)
            bytes += status.st_size;
    return bytes / 1048576;
}

/* The works that were measured, with their ratios. */
static struct result {
    const char *what;
    double ratio;
} results[32];
static int result_count;

/* Runs a call of akvlint and the one that it is compared with in turn, prints the start of a line,
 * and returns how many MiB akvlint took. A limit of 0 is none. */
static double compare(const char *what, char **ours, char **theirs, int rounds, double limit)
{
    double our_times[MAXIMUM_ROUNDS], their_times[MAXIMUM_ROUNDS], base_times[MAXIMUM_ROUNDS];
    double ratios[MAXIMUM_ROUNDS], changes[MAXIMUM_ROUNDS];
    long peak = 0;
    for (int index = -1; index < rounds; index++) {
        double their_time = run(theirs).seconds, base_time = 0;
        struct run our_run = run(ours);
        if (base) {
            ours[0] = base;
            base_time = run(ours).seconds;
            ours[0] = akvlint;
        }
        if (index < 0)
            continue; /* warm-up */
        our_times[index] = our_run.seconds;
        their_times[index] = their_time;
        base_times[index] = base_time;
        ratios[index] = our_run.seconds / their_time;
        changes[index] = our_run.seconds / base_time;
        if (our_run.kibibytes > peak)
            peak = our_run.kibibytes;
    }
    double ratio = median(ratios, rounds);
    results[result_count++] = (struct result){what, ratio};
    printf("%-28s %9.2f ms %9.2f ms %6.2fx", what, median(our_times, rounds) * 1e3,
           median(their_times, rounds) * 1e3, ratio);
    if (limit > 0)
        printf(" (at most %g)", limit);
    if (base)
        printf("; base %9.2f ms %5.2fx", median(base_times, rounds) * 1e3, median(changes, rounds));
    return peak / 1024.0;
}

/* A check, against the yardstick on the same text: a pipeline that includes files is named by its
 * root alone. */
static void compare_check(const char *what, const char *roots, const char *texts, int rounds,
                          double limit)
{
    glob_t ours = call(akvlint, roots), theirs = call(yardstick, texts);
    double peak = compare(what, ours.gl_pathv, theirs.gl_pathv, rounds, limit);
    printf("; %.1f MiB (at most %.0f)\n", peak, mebibytes_read(&theirs) * 40 + 15);
}

/* Predictions with 20 credentials in seven scenarios, against a check of the same 500 jobs: with
 * that evidence, and without any. */
static void compare_predictions(int rounds, double limit)
{
    char *predict[] = {akvlint,         "predict", "--root",
                       path("predict"), path("predict/.gitlab-ci.yml"), NULL};
    char *check[] = {akvlint, path("predict/.gitlab-ci.yml"), NULL};
    char *plain[] = {akvlint, path("p10000/.gitlab-ci.yml"), NULL};
    double peak = compare("predict, to its check", predict, check, rounds, limit);
    printf("; %.1f MiB\n", peak);
    peak = compare("predict, to a plain check", predict, plain, rounds, limit);
    printf("; %.1f MiB\n", peak);
}

/* 100,000 lines in ten files, against 10,000 in one. */
static void compare_growth(int rounds, double limit)
{
    char *large[] = {akvlint, path("large/.gitlab-ci.yml"), NULL};
    char *small[] = {akvlint, path("p10000/.gitlab-ci.yml"), NULL};
    compare("ten times the lines", large, small, rounds, limit);
    printf("\n");
}

/* An audit of 5,000 projects of 200 lines, against the yardstick on all of them. */
static void compare_fleet(const char *what, const char *name, int rounds)
{
    char pattern[64];
    snprintf(pattern, sizeof pattern, "%s/*/*/.gitlab-ci.yml", name);
    char *audit[] = {akvlint, "fleet", path(name), "--fail-on", "never", "--format", "json", NULL};
    glob_t theirs = call(yardstick, pattern);
    double peak = compare(what, audit, theirs.gl_pathv, rounds, 0);
    printf("; at most 20 s; %.1f MiB (at most 512)\n", peak);
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
            printf("worse: %s takes %.2fx, and took %.2fx\n", line, results[index].ratio, last);
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
    if (count != 6 && count != 7) {
        fprintf(stderr, "usage: measure AKVLINT YARDSTICK FOLDER LAST RESULT [BASE]\n");
        return 2;
    }
    akvlint = arguments[1];
    yardstick = arguments[2];
    folder = arguments[3];
    base = count == 7 ? arguments[6] : NULL;
    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("%-28s %12s %12s %7s\n", "medians", "akvlint", "against", "ratio");
    compare_check("60 lines", "p60/.gitlab-ci.yml", "p60/.gitlab-ci.yml", 201, 5);
    compare_check("1,000 lines", "p1000/.gitlab-ci.yml", "p1000/.gitlab-ci.yml", 101, 5);
    compare_check("10,000 lines", "p10000/.gitlab-ci.yml", "p10000/.gitlab-ci.yml", 61, 4);
    compare_check("10,000, no secret", "plain/.gitlab-ci.yml", "plain/.gitlab-ci.yml", 61, 4);
    compare_check("10,000, a secret per job", "secrets/.gitlab-ci.yml", "secrets/.gitlab-ci.yml",
                  61, 4);
    compare_check("10,000, 20 credentials", "predict/.gitlab-ci.yml", "predict/.gitlab-ci.yml", 41,
                  8);
    compare_check("100,000 lines", "large/.gitlab-ci.yml", "large/ci/*.yml", 9, 4);
    compare_check("145 files, 5,000 jobs", "nested12/.gitlab-ci.yml", "nested12/ci/*/*.yml", 9, 5);
    compare_check("73 files, 2,500 jobs", "nested6/.gitlab-ci.yml", "nested6/ci/*/*.yml", 15, 5);
    compare_check("200 files of 100 lines", "many/*.gitlab-ci.yml", "many/*.gitlab-ci.yml", 41, 3);
    compare_predictions(41, 1.5);
    compare_growth(11, 11);
    compare_fleet("fleet, 5,000 projects", "fleet", 3);
    compare_fleet("fleet, shared templates", "templated", 3);
    keep(arguments[5]);
    return worse_than(arguments[4]) > 0;
}
