/* Tests of values and of the schema.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/schema.h"

#include "core/doc/limits.h"

#include <glib.h>
#include <math.h>

static void
test_values (void)
{
  BridgeValue bytes = bridge_value_bytes ("abc", 3);
  BridgeValue copy = bridge_value_copy (&bytes);
  BridgeValue empty = bridge_value_bytes (NULL, 0);
  BridgeValue one = bridge_value_integer (1), half = bridge_value_number (0.5), truth = bridge_value_boolean (true);
  BridgeValue zero = bridge_value_number (0.0), negative_zero = bridge_value_number (-0.0);

  g_assert_true (bridge_value_equal (&bytes, &copy));
  g_assert_true (bytes.bytes.data != copy.bytes.data);
  copy.bytes.data[2] = 'd';
  g_assert_false (bridge_value_equal (&bytes, &copy));
  g_assert_false (bridge_value_equal (&bytes, &empty));
  g_assert_true (bridge_value_equal (&empty, &empty));
  g_assert_false (bridge_value_equal (&one, &half));
  g_assert_false (bridge_value_equal (&one, &truth));
  g_assert_true (bridge_value_equal (&half, &(BridgeValue){ .type = BRIDGE_VALUE_NUMBER, .number = 0.5 }));
  g_assert_false (bridge_value_equal (&zero, &negative_zero));
  bridge_value_clear (&bytes);
  g_assert_cmpint (bytes.type, ==, BRIDGE_VALUE_NULL);
  bridge_value_clear (&copy);
  bridge_value_clear (&empty);
}

static void
test_names (void)
{
  guint32 number;
  gint64  dash;

  for (guint32 kind = BRIDGE_KIND_STROKE; kind < BRIDGE_N_KINDS; kind++)
    g_assert_true (bridge_kind_from_name (bridge_kind_name (kind), &number) && number == kind);
  g_assert_null (bridge_kind_name (BRIDGE_KIND_BOARD));
  g_assert_null (bridge_kind_name (BRIDGE_N_KINDS));
  g_assert_false (bridge_kind_from_name ("board", &number));
  g_assert_true (bridge_kind_has_points (BRIDGE_KIND_ARROW));
  g_assert_false (bridge_kind_has_points (BRIDGE_KIND_NOTE));
  g_assert_true (bridge_kind_is_known (BRIDGE_KIND_NOTE));
  g_assert_false (bridge_kind_is_known (BRIDGE_N_KINDS));

  for (guint32 property = BRIDGE_PROPERTY_X; property <= BRIDGE_PROPERTY_LOCKED; property++)
    g_assert_true (bridge_property_from_name (bridge_property_name (property), &number) && number == property);
  for (guint32 property = BRIDGE_PROPERTY_ORDER; property <= BRIDGE_N_PROPERTIES; property++)
    g_assert_null (bridge_property_name (property));
  g_assert_null (bridge_property_name (0));
  g_assert_false (bridge_property_from_name ("deleted", &number));

  for (gint64 i = BRIDGE_DASH_SOLID; i <= BRIDGE_DASH_DOTTED; i++)
    g_assert_true (bridge_dash_from_name (bridge_dash_name (i), &dash) && dash == i);
  g_assert_null (bridge_dash_name (-1));
  g_assert_null (bridge_dash_name (3));
  g_assert_false (bridge_dash_from_name ("", &dash));
}

static void
test_defaults (void)
{
  for (guint32 property = BRIDGE_PROPERTY_X; property < BRIDGE_N_PROPERTIES; property++)
    {
      BridgeValue value = bridge_property_default (BRIDGE_KIND_RECTANGLE, property);

      g_assert_cmpint (bridge_property_check (property, &value), ==, BRIDGE_STATUS_OK);
    }
  g_assert_cmpfloat (bridge_property_default (BRIDGE_KIND_NOTE, BRIDGE_PROPERTY_WIDTH).number, ==, 200);
  g_assert_cmpfloat (bridge_property_default (BRIDGE_KIND_TEXT, BRIDGE_PROPERTY_WIDTH).number, ==, 0);
  g_assert_cmpfloat (bridge_property_default (BRIDGE_KIND_STROKE, BRIDGE_PROPERTY_SIZE).number, ==, 3);
  g_assert_cmpint (bridge_property_default (BRIDGE_KIND_STROKE, BRIDGE_PROPERTY_COLOR).integer, ==, 0x241f31ff);
  g_assert_cmpint (bridge_property_default (BRIDGE_KIND_STROKE, BRIDGE_PROPERTY_FILL).type, ==, BRIDGE_VALUE_NULL);
  g_assert_cmpint (bridge_property_default (BRIDGE_KIND_STROKE, 999).type, ==, BRIDGE_VALUE_NULL);
}

static void
test_numbers (void)
{
  static const struct
  {
    guint32 property;
    double  number;
    bool    good;
  } cases[] = {
    { BRIDGE_PROPERTY_X, -1e7, true },
    { BRIDGE_PROPERTY_X, -1.1e7, false },
    { BRIDGE_PROPERTY_Y, NAN, false },
    { BRIDGE_PROPERTY_Y, INFINITY, false },
    { BRIDGE_PROPERTY_WIDTH, 0, true },
    { BRIDGE_PROPERTY_WIDTH, -1, false },
    { BRIDGE_PROPERTY_ROTATION, -720, true },
    { BRIDGE_PROPERTY_SIZE, 0.25, true },
    { BRIDGE_PROPERTY_SIZE, 0.2, false },
    { BRIDGE_PROPERTY_SIZE, 257, false },
    { BRIDGE_PROPERTY_OPACITY, 1, true },
    { BRIDGE_PROPERTY_OPACITY, 1.01, false },
    { BRIDGE_PROPERTY_FONT_SIZE, 1000, true },
    { BRIDGE_PROPERTY_FONT_SIZE, 0, false },
    { BRIDGE_PROPERTY_COLOR, 3, false }, /* the wrong type */
    { 999, NAN, true },                  /* not known, so not judged */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BridgeValue value = bridge_value_number (cases[i].number);

      g_assert_cmpint (bridge_property_check (cases[i].property, &value), ==,
                       cases[i].good ? BRIDGE_STATUS_OK : BRIDGE_STATUS_RANGE);
    }
}

static void
test_others (void)
{
  static const struct
  {
    guint32     property;
    BridgeValue value;
    bool        good;
  } cases[] = {
    { BRIDGE_PROPERTY_COLOR, { BRIDGE_VALUE_INTEGER, .integer = 0xffffffff }, true },
    { BRIDGE_PROPERTY_COLOR, { BRIDGE_VALUE_INTEGER, .integer = 0x100000000 }, false },
    { BRIDGE_PROPERTY_COLOR, { BRIDGE_VALUE_INTEGER, .integer = -1 }, false },
    { BRIDGE_PROPERTY_COLOR, { BRIDGE_VALUE_NULL }, false },
    { BRIDGE_PROPERTY_FILL, { BRIDGE_VALUE_NULL }, true },
    { BRIDGE_PROPERTY_FILL, { BRIDGE_VALUE_INTEGER, .integer = 0 }, true },
    { BRIDGE_PROPERTY_FILL, { BRIDGE_VALUE_BOOLEAN, .boolean = true }, false },
    { BRIDGE_PROPERTY_DASH, { BRIDGE_VALUE_INTEGER, .integer = 2 }, true },
    { BRIDGE_PROPERTY_DASH, { BRIDGE_VALUE_INTEGER, .integer = 3 }, false },
    { BRIDGE_PROPERTY_LOCKED, { BRIDGE_VALUE_BOOLEAN, .boolean = true }, true },
    { BRIDGE_PROPERTY_LOCKED, { BRIDGE_VALUE_INTEGER, .integer = 1 }, false },
    { BRIDGE_PROPERTY_X, { BRIDGE_VALUE_NULL }, false },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (bridge_property_check (cases[i].property, &cases[i].value), ==,
                     cases[i].good ? BRIDGE_STATUS_OK : BRIDGE_STATUS_RANGE);
}

static void
test_bytes (void)
{
  static const char zeros[BRIDGE_VALUE_BYTES_MAX] = { 0 };
  static const struct
  {
    guint32     property;
    const char *data;
    guint32     length;
    bool        good;
  } cases[] = {
    { BRIDGE_PROPERTY_ORDER, "\x80", 1, true },
    { BRIDGE_PROPERTY_ORDER, "", 0, true },
    { BRIDGE_PROPERTY_ORDER, "\x80\x00", 2, false },
    { BRIDGE_PROPERTY_TITLE, "größer", 8, true },
    { BRIDGE_PROPERTY_TITLE, "\xff", 1, false },
    { BRIDGE_PROPERTY_TITLE, zeros, BRIDGE_NAME_BYTES_MAX, true },
    { BRIDGE_PROPERTY_TITLE, zeros, BRIDGE_NAME_BYTES_MAX + 1, false },
    { BRIDGE_PROPERTY_X, "1", 1, false },
    { 999, zeros, BRIDGE_VALUE_BYTES_MAX, true },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BridgeValue value = bridge_value_bytes (cases[i].data, cases[i].length);

      g_assert_cmpint (bridge_property_check (cases[i].property, &value), ==,
                       cases[i].good ? BRIDGE_STATUS_OK : BRIDGE_STATUS_RANGE);
      bridge_value_clear (&value);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/doc/schema/values", test_values);
  g_test_add_func ("/doc/schema/names", test_names);
  g_test_add_func ("/doc/schema/defaults", test_defaults);
  g_test_add_func ("/doc/schema/numbers", test_numbers);
  g_test_add_func ("/doc/schema/others", test_others);
  g_test_add_func ("/doc/schema/bytes", test_bytes);
  return g_test_run ();
}
