#ifndef AKVLINT_PAGE_RESOURCES_H
#define AKVLINT_PAGE_RESOURCES_H

/*
 * The styles and scripts of the HTML pages, in the folder Resources. SwiftPM's `.embedInCode` makes an
 * array of each, which the Swift compiler reads number by number: 6 seconds of every build.
 */
const char *_Nonnull akvlint_graph_css(void);
const char *_Nonnull akvlint_report_css(void);
const char *_Nonnull akvlint_report_js(void);
const char *_Nonnull akvlint_fleet_css(void);
const char *_Nonnull akvlint_fleet_js(void);

#endif
