#include "page_resources.h"

/* #embed is C23; the manifest cannot name a standard newer than C17. */
#pragma clang diagnostic ignored "-Wc23-extensions"

static const char graph_css[] = {
#embed "Resources/graph.css" suffix(, 0)
};

static const char report_css[] = {
#embed "Resources/report.css" suffix(, 0)
};

static const char report_js[] = {
#embed "Resources/report.js" suffix(, 0)
};

static const char fleet_css[] = {
#embed "Resources/fleet.css" suffix(, 0)
};

static const char fleet_js[] = {
#embed "Resources/fleet.js" suffix(, 0)
};

const char *akvlint_graph_css(void)
{
    return graph_css;
}

const char *akvlint_report_css(void)
{
    return report_css;
}

const char *akvlint_report_js(void)
{
    return report_js;
}

const char *akvlint_fleet_css(void)
{
    return fleet_css;
}

const char *akvlint_fleet_js(void)
{
    return fleet_js;
}
