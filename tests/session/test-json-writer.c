/* Numbers, strings and structure of the JSON writer.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/json-guard.h"
#include "session/json-item.h"
#include "session/json-writer.h"

#include <locale.h>
#include <math.h>

static const struct
{
  double      number;
  const char *text;
} numbers[] = {
  { 0, "0" },
  { -0.0, "0" },
  { 1, "1" },
  { -17, "-17" },
  { 0.1, "0.1" },
  { 1e7, "10000000" },
  { 0.1 + 0.2, "0.30000000000000004" },
  { 123.456, "123.456" },
  { 1e-7, "1e-07" },
  { 1.0 / 3, "0.3333333333333333" },
};

static const struct
{
  double      number;
  guint       decimals;
  const char *text;
} decimals[] = {
  { 0, 0, "0" },
  { 0, 6, "0" },
  { 5, 3, "5" },
  { 10, 0, "10" },
  { 100, 2, "100" },
  { 0.125, 3, "0.125" },
  { 0.005, 3, "0.005" },
  { -0.125, 3, "-0.125" },
  { -0.0004, 3, "0" },
  { 12.5, 6, "12.5" },
  { 1.0 / 255, 4, "0.0039" },
  { 0.09999999999999432, 13, "0.1" },
  { 16384.125, 6, "16384.125" },
  { 0.9996, 3, "1" },
};

static void
test_numbers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      BridgeJsonWriter writer = { text };

      bridge_json_put_number (&writer, numbers[i].number);
      g_assert_cmpstr (text->str, ==, numbers[i].text);
    }
}

static void
test_decimals (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (decimals); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      BridgeJsonWriter writer = { text };

      bridge_json_put_decimal (&writer, decimals[i].number, decimals[i].decimals);
      g_assert_cmpstr (text->str, ==, decimals[i].text);
    }
}

static void
test_structure (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  BridgeJsonWriter writer = { text };

  bridge_json_begin_object (&writer);
  bridge_json_add_string (&writer, "a", "\"\\\n\t\001\177é中");
  bridge_json_put_key (&writer, "b");
  bridge_json_begin_array (&writer);
  bridge_json_put_null (&writer);
  bridge_json_put_boolean (&writer, TRUE);
  bridge_json_break_line (&writer);
  bridge_json_begin_object (&writer);
  bridge_json_end_object (&writer);
  bridge_json_end_array (&writer);
  bridge_json_add_integer (&writer, "c", G_MININT64);
  bridge_json_end_object (&writer);
  g_assert_cmpstr (text->str, ==,
                   "{\"a\":\"\\\"\\\\\\n\\t\\u0001\\u007fé中\",\"b\":[null,true,\n{}],\"c\":-9223372036854775808}");
}

static const struct
{
  gint64      time;
  const char *text;
} times[] = {
  { 0, "\"1970-01-01T00:00:00.000Z\"" },
  { 1767323045678, "\"2026-01-02T03:04:05.678Z\"" },
  { -1, "\"1969-12-31T23:59:59.999Z\"" },
  { G_MAXINT64, "\"9999-12-31T23:59:59.999Z\"" },
  { G_MININT64, "\"0001-01-01T00:00:00.000Z\"" },
};

static void
test_times (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      BridgeJsonWriter writer = { text };

      bridge_json_put_time (&writer, times[i].time);
      g_assert_cmpstr (text->str, ==, times[i].text);
    }
}

static void
test_ids (void)
{
  static const char *const bad[] = { "", "-", "@a", "0-0", "1", "1-", "-1", "01-2", "1-02", "A-1", " 1-1", "1-1 ", "+1-1", "0x1-1", "1--1", "10000000000000000-1", "1-10000000000000000" };
  char                     text[BRIDGE_JSON_ID_SIZE];
  BridgeStamp              id, largest = { G_MAXUINT64, G_MAXUINT64 };

  g_assert_true (bridge_json_parse_id ("1f-abc", &id));
  g_assert_cmpuint (id.lamport, ==, 0x1f);
  g_assert_cmpuint (id.site, ==, 0xabc);
  bridge_json_format_id (largest, text);
  g_assert_true (bridge_json_parse_id (text, &id));
  g_assert_true (bridge_stamp_equal (id, largest));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (bridge_json_parse_id (bad[i], &id));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "de_DE.UTF-8"); /* where there is one, it must not matter */
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-writer/numbers", test_numbers);
  g_test_add_func ("/json-writer/decimals", test_decimals);
  g_test_add_func ("/json-writer/structure", test_structure);
  g_test_add_func ("/json-writer/times", test_times);
  g_test_add_func ("/json-writer/ids", test_ids);
  return g_test_run ();
}
