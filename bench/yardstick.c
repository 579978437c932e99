/* The yardstick: reads each file that is named and lets libyaml parse it; nothing else. */
#include <stdio.h>
#include <stdlib.h>
#include <yaml.h>

static int parse(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return 0;
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    unsigned char *bytes = malloc(size > 0 ? size : 1);
    if (!bytes || fread(bytes, 1, size, file) != (size_t)size)
        return 0;
    fclose(file);

    yaml_parser_t parser;
    yaml_event_t event;
    int done = 0, ok = 1;
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, bytes, size);
    while (!done && ok) {
        ok = yaml_parser_parse(&parser, &event);
        if (ok) {
            done = event.type == YAML_STREAM_END_EVENT;
            yaml_event_delete(&event);
        }
    }
    yaml_parser_delete(&parser);
    free(bytes);
    return ok;
}

int main(int count, char **paths)
{
    for (int index = 1; index < count; index++)
        if (!parse(paths[index])) {
            fprintf(stderr, "cannot parse %s\n", paths[index]);
            return 1;
        }
    return 0;
}
