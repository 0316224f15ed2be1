/* JSON from outside: what passes is what json-glib reads rightly.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/error.h"
#include "session/json-guard.h"

#include <math.h>
#include <string.h>

#define SIZE_MAX_HERE 1000000

static const char *const good[] = {
  "null",
  " true ",
  "false",
  "0",
  "-0",
  "12",
  "-12",
  "1.5",
  "-0.25",
  "1e5",
  "1E+5",
  "2.5e-3",
  "1e-999",
  "9223372036854775807",
  "-9223372036854775807",
  "\"\"",
  "\"a\"",
  "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
  "\"\\u00e4\\ud83d\\ude00\"",
  "\"\303\244\"",
  "[]",
  "[ ]",
  "{}",
  "{ }",
  "[1, 2,\t3]",
  "[[], {}]",
  "{\"a\":1,\"b\":[{\"a\":2}]}\r\n",
  "{\"a\" : 1 , \"A\" : 2}",
  "\"'\"",
  "\"\177\"",
};

static const char *const bad[] = {
  "",
  " ",
  "nul",
  "nulll",
  "True",
  "NaN",
  "Infinity",
  "-",
  "+1",
  "01",
  "1.",
  ".5",
  "1e",
  "1e+",
  "0x10",
  "1 2",
  "- 1",
  "1e400",
  "-1e400",
  "1e99999",
  "9223372036854775808",
  "-9223372036854775808",
  "12345678901234567890",
  "99999999999999999999999",
  "'a'",
  "\"a",
  "\"\\x\"",
  "\"\\u12\"",
  "\"\\u00g0\"",
  "\"\\",
  "\"\\u0000\"",
  "\"\\ud800\"",
  "\"\\udc00\"",
  "\"\\ud800\\u0041\"",
  "\"\\ud800x\"",
  "\"\n\"",
  "\"\001\"",
  "\"\377\"",
  "\"\303\"",
  "[",
  "]",
  "[1",
  "[1,",
  "[1,]",
  "[,1]",
  "[1 2]",
  "{",
  "}",
  "{\"a\"",
  "{\"a\":",
  "{\"a\":1",
  "{\"a\":1,}",
  "{a:1}",
  "{'a':1}",
  "{\"a\":1 \"b\":2}",
  "{1:2}",
  "{\"a\":1,\"a\":2}",
  "{\"a\":1,\"\\u0061\":2}",
  "// x\n1",
  "/* x */ 1",
  "# x\n1",
  "[}",
  "{]",
  "1,",
  "\357\273\2771",
  "\"a\" \"b\"",
  "\v1",
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = bridge_json_parse (good[i], strlen (good[i]), SIZE_MAX_HERE, &error);

      g_test_message ("%s", good[i]);
      g_assert_no_error (error);
      g_assert_nonnull (node);
    }
}

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *shown = g_strescape (bad[i], NULL);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", shown);
      g_assert_false (bridge_json_check (bad[i], strlen (bad[i]), SIZE_MAX_HERE, &error));
      g_assert_error (error, BRIDGE_ERROR, BRIDGE_ERROR_FAILED);
    }
}

/* What follows the given length is not looked at, and a NUL within it is a fault. */
static void
test_length (void)
{
  g_assert_true (bridge_json_check ("12x", 2, SIZE_MAX_HERE, NULL));
  g_assert_false (bridge_json_check ("1\0", 2, SIZE_MAX_HERE, NULL));
  g_assert_false (bridge_json_check ("\"a\"", 2, SIZE_MAX_HERE, NULL));
  g_assert_false (bridge_json_check ("tru", 3, SIZE_MAX_HERE, NULL));
}

static const struct
{
  const char *text;
  double      value;
} numbers[] = {
  { "-12", -12 },
  { "0.25", 0.25 },
  { "1E+5", 1e5 },
  { "1e5", 1e5 },
  { "-2.5e-3", -2.5e-3 },
  { "1e-999", 0 },
  { "1.7976931348623157e308", 1.7976931348623157e308 },
};

/* json-glib means the same by what we let through. */
static void
test_numbers (void)
{
  g_autoptr (JsonNode) most = bridge_json_parse ("9223372036854775807", 19, SIZE_MAX_HERE, NULL);
  g_autoptr (JsonNode) least = bridge_json_parse ("-9223372036854775807", 20, SIZE_MAX_HERE, NULL);

  g_assert_true (json_node_get_int (most) == G_MAXINT64);
  g_assert_true (json_node_get_int (least) == -G_MAXINT64);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (JsonNode) node = bridge_json_parse (numbers[i].text, strlen (numbers[i].text), SIZE_MAX_HERE, NULL);

      g_test_message ("%s", numbers[i].text);
      g_assert_cmpfloat (json_node_get_double (node), ==, numbers[i].value);
    }
}

static char *
nest (guint depth)
{
  g_autofree char *open = g_strnfill (depth, '[');
  g_autofree char *close = g_strnfill (depth, ']');

  return g_strconcat (open, close, NULL);
}

static void
test_depth (void)
{
  g_autofree char *fits = nest (BRIDGE_JSON_DEPTH_MAX);
  g_autofree char *deeper = nest (BRIDGE_JSON_DEPTH_MAX + 1);
  g_autofree char *abyss = g_strnfill (100000, '[');
  g_autoptr (GError) error = NULL;

  g_assert_true (bridge_json_check (fits, strlen (fits), SIZE_MAX_HERE, NULL));
  g_assert_false (bridge_json_check (deeper, strlen (deeper), SIZE_MAX_HERE, &error));
  g_assert_error (error, BRIDGE_ERROR, BRIDGE_ERROR_LIMIT);
  g_assert_false (bridge_json_check (abyss, 100000, SIZE_MAX_HERE, NULL));
}

static void
test_size (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (bridge_json_check ("[1]", 3, 3, NULL));
  g_assert_false (bridge_json_check ("[1] ", 4, 3, &error));
  g_assert_error (error, BRIDGE_ERROR, BRIDGE_ERROR_LIMIT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-guard/good", test_good);
  g_test_add_func ("/json-guard/bad", test_bad);
  g_test_add_func ("/json-guard/length", test_length);
  g_test_add_func ("/json-guard/numbers", test_numbers);
  g_test_add_func ("/json-guard/depth", test_depth);
  g_test_add_func ("/json-guard/size", test_size);
  return g_test_run ();
}
