/* Boards written as JSON, and made again from it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scribe.h"

#include "core/doc/compose.h"
#include "core/doc/limits.h"
#include "seed.h"
#include "session/export.h"
#include "session/json-board.h"
#include "session/json-guard.h"

static JsonNode *export(const Scribe *scribe)
{
  uint8_t              digest[BRIDGE_DIGEST_SIZE];
  BridgeJsonBoardState state = { .room = "room", .revision = 17, .digest = digest };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  JsonNode *node;

  bridge_guest_digest (scribe->guest, digest);
  bytes = bridge_json_board (scribe_board (scribe), &state);
  node = bridge_json_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), G_MAXSIZE, &error);
  g_assert_no_error (error);
  return node;
}

static JsonArray *
get_items (JsonNode *board)
{
  return json_object_get_array_member (json_node_get_object (board), "items");
}

static void
test_empty (void)
{
  Scribe scribe;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;

  scribe_init (&scribe, 7);
  node = export(&scribe);
  object = json_node_get_object (node);
  g_assert_cmpstr (json_object_get_string_member (object, "format"), ==, "drawbridge-board");
  g_assert_cmpint (json_object_get_int_member (object, "version"), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (object, "title"), ==, "");
  g_assert_cmpstr (json_object_get_string_member (object, "room"), ==, "room");
  g_assert_cmpint (json_object_get_int_member (object, "revision"), ==, 17);
  g_assert_cmpuint (strlen (json_object_get_string_member (object, "digest")), ==, 32);
  g_assert_cmpuint (json_array_get_length (get_items (node)), ==, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "chat")), ==, 0);
  g_assert_cmpuint (json_object_get_size (object), ==, 8);
  scribe_clear (&scribe);
}

static void
test_contents (void)
{
  static const char *const keys[] = { "id", "kind", "author", "x", "y", "width", "height", "rotation", "color", "fill", "size", "dash", "opacity", "font_size", "text", "locked" };
  Scribe                   scribe;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *item, *line;

  scribe_init (&scribe, 7);
  scribe_apply (&scribe, "{\"op\":\"create\",\"kind\":\"note\",\"as\":\"a\"}");
  scribe_apply (&scribe, "{\"op\":\"create\",\"kind\":\"stroke\",\"points\":[[1,2]]}");
  scribe_apply (&scribe, "{\"op\":\"create\",\"kind\":\"ellipse\",\"as\":\"c\"}");
  scribe_apply (&scribe, "{\"op\":\"delete\",\"id\":\"@a\"}");
  scribe_apply (&scribe, "{\"op\":\"back\",\"id\":\"@c\"}");
  scribe_apply (&scribe, "{\"op\":\"say\",\"text\":\"Hi\"}");
  node = export(&scribe);
  g_assert_cmpuint (json_array_get_length (get_items (node)), ==, 2);
  item = json_array_get_object_element (get_items (node), 0);
  g_assert_cmpstr (json_object_get_string_member (item, "kind"), ==, "ellipse");
  g_assert_cmpstr (json_object_get_string_member (item, "author"), ==, "Ann");
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_true (json_object_has_member (item, keys[i]));
  g_assert_cmpuint (json_object_get_size (item), ==, G_N_ELEMENTS (keys));
  item = json_array_get_object_element (get_items (node), 1);
  g_assert_cmpuint (json_object_get_size (item), ==, G_N_ELEMENTS (keys) + 2);
  line = json_array_get_object_element (json_object_get_array_member (json_node_get_object (node), "chat"), 0);
  g_assert_cmpstr (json_object_get_string_member (line, "text"), ==, "Hi");
  g_assert_cmpstr (json_object_get_string_member (line, "author"), ==, "Ann");
  g_assert_true (g_str_has_suffix (json_object_get_string_member (line, "time"), "Z"));
  g_assert_true (json_object_has_member (line, "id"));
  scribe_clear (&scribe);
}

/* Random boards. */

static double
random_length (GRand *random)
{
  static const double ends[] = { 1, 100, 5000, 1e6 };

  return g_rand_double_range (random, 0, ends[g_rand_int_range (random, 0, G_N_ELEMENTS (ends))]);
}

static double
random_place (GRand *random)
{
  double length = random_length (random);

  return g_rand_boolean (random) ? length : -length;
}

static void
add_points (BridgeEdit *edit, const BridgeBoard *board, GRand *random, guint32 kind)
{
  gsize                      n_points = (gsize)g_rand_int_range (random, 1, 40);
  double                     spread = random_length (random);
  BridgePoint                at = { random_place (random), random_place (random) };
  guint                      precision = (guint)g_rand_int_range (random, 0, spread > 5000 ? 6 : BRIDGE_PRECISION_MAX);
  g_autofree BridgeInkPoint *points = g_new (BridgeInkPoint, n_points);

  for (gsize i = 0; i < n_points; i++)
    points[i] = (BridgeInkPoint){ at.x + g_rand_double_range (random, -spread, spread + 0.1),
                                  at.y + g_rand_double_range (random, -spread, spread + 0.1), g_rand_double (random) };
  bridge_compose_ink (edit, board, kind, precision, points, n_points);
}

static void
add_looks (BridgeEdit *edit, GRand *random, BridgeStamp item)
{
  if (g_rand_boolean (random))
    bridge_edit_set (edit, item, BRIDGE_PROPERTY_ROTATION, bridge_value_number (g_rand_double_range (random, -720, 720)));
  if (g_rand_boolean (random))
    bridge_edit_set (edit, item, BRIDGE_PROPERTY_COLOR, bridge_value_integer (g_rand_int (random)));
  if (g_rand_boolean (random))
    bridge_edit_set (edit, item, BRIDGE_PROPERTY_FILL, bridge_value_integer (g_rand_int (random) | 0xff));
  if (g_rand_boolean (random))
    bridge_edit_set (edit, item, BRIDGE_PROPERTY_SIZE, bridge_value_number (g_rand_double_range (random, 0.25, 256)));
  if (g_rand_boolean (random))
    bridge_edit_set (edit, item, BRIDGE_PROPERTY_DASH, bridge_value_integer (g_rand_int_range (random, 0, 3)));
  if (g_rand_boolean (random))
    bridge_edit_set (edit, item, BRIDGE_PROPERTY_OPACITY, bridge_value_number (g_rand_double (random)));
}

static void
commit (Scribe *scribe, BridgeEdit *edit)
{
  BridgeRefusal refusal;

  bridge_guest_commit (scribe->guest, edit, NULL, &refusal);
  g_assert_cmpint (refusal, ==, BRIDGE_REFUSAL_NONE);
}

/* Moves and scales what is there: the registers of ink become anything. */
static void
add_box (Scribe *scribe, GRand *random, BridgeStamp item)
{
  BridgeEdit edit;

  bridge_guest_begin (scribe->guest, &edit);
  bridge_compose_box (&edit, bridge_board_item (scribe_board (scribe), item),
                      (BridgeRect){ random_place (random), random_place (random), random_length (random), random_length (random) });
  commit (scribe, &edit);
}

static void
add_item (Scribe *scribe, GRand *random)
{
  const BridgeBoard *board = scribe_board (scribe);
  guint32            kind = (guint32)g_rand_int_range (random, BRIDGE_KIND_STROKE, BRIDGE_N_KINDS);
  BridgeStamp        item;
  BridgeEdit         edit;

  bridge_guest_begin (scribe->guest, &edit);
  item = bridge_edit_next_stamp (&edit);
  if (bridge_kind_has_points (kind))
    add_points (&edit, board, random, kind);
  else
    bridge_compose_item (&edit, board, kind, (BridgeRect){ random_place (random), random_place (random), random_length (random), random_length (random) });
  add_looks (&edit, random, item);
  if (g_rand_boolean (random))
    g_assert_cmpint (bridge_compose_replace_text (&edit, item, NULL, "two\n\"lines\"", 11), ==, BRIDGE_STATUS_OK);
  commit (scribe, &edit);
  if (g_rand_boolean (random))
    add_box (scribe, random, item);
  if (g_rand_int_range (random, 0, 4) == 0)
    {
      bridge_guest_begin (scribe->guest, &edit);
      bridge_edit_set (&edit, item, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (true));
      commit (scribe, &edit);
    }
}

/* An item as a line that makes it again, and without what will not be the same (transfer full). */
static char *
to_line (JsonObject *item)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), item);

  json_object_set_string_member (item, "op", "create");
  return json_to_string (node, FALSE);
}

static char *
to_comparable (JsonObject *item)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), item);

  json_object_remove_member (item, "id");
  json_object_remove_member (item, "op");
  return json_to_string (node, FALSE);
}

/* What was written, item for item, makes a board that is written alike. */
static void
test_round_trip (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32)test_seed ());

  for (int run = 0; run < 20; run++)
    {
      Scribe first, second;
      g_autoptr (JsonNode) written = NULL;
      g_autoptr (JsonNode) again = NULL;

      scribe_init (&first, 7);
      scribe_init (&second, 8);
      for (int i = 0; i < 30; i++)
        add_item (&first, random);
      written = export(&first);
      for (guint i = 0; i < json_array_get_length (get_items (written)); i++)
        {
          g_autofree char *line = to_line (json_array_get_object_element (get_items (written), i));

          scribe_apply (&second, line);
        }
      again = export(&second);
      g_assert_cmpuint (json_array_get_length (get_items (again)), ==, json_array_get_length (get_items (written)));
      for (guint i = 0; i < json_array_get_length (get_items (written)); i++)
        {
          g_autofree char *a = to_comparable (json_array_get_object_element (get_items (written), i));
          g_autofree char *b = to_comparable (json_array_get_object_element (get_items (again), i));

          g_assert_cmpstr (a, ==, b);
        }
      scribe_clear (&first);
      scribe_clear (&second);
    }
}

/* What is written is also what is seen: each point within a step of where the board has it. */
static void
test_faithful (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32)test_seed ());
  g_autoptr (JsonNode) written = NULL;
  Scribe scribe;

  scribe_init (&scribe, 7);
  for (int i = 0; i < 200; i++)
    add_item (&scribe, random);
  written = export(&scribe);
  for (guint i = 0; i < json_array_get_length (get_items (written)); i++)
    {
      JsonObject       *object = json_array_get_object_element (get_items (written), i);
      const BridgeItem *item = bridge_board_visible (scribe_board (&scribe), i);
      BridgeRect        box = bridge_item_box (item);

      g_assert_cmpfloat_with_epsilon (json_object_get_double_member (object, "x"), box.x, 1e-6);
      g_assert_cmpfloat_with_epsilon (json_object_get_double_member (object, "y"), box.y, 1e-6);
      g_assert_cmpfloat_with_epsilon (json_object_get_double_member (object, "width"), box.width, 1e-2);
      g_assert_cmpfloat_with_epsilon (json_object_get_double_member (object, "height"), box.height, 1e-2);
      for (gsize j = 0; j < item->points.count; j++)
        {
          JsonArray  *point = json_array_get_array_element (json_object_get_array_member (object, "points"), (guint)j);
          BridgePoint at = bridge_item_point (item, j);
          double      step = ldexp (0.5, -(int)json_object_get_int_member (object, "precision")) + 1e-6;

          g_assert_cmpfloat_with_epsilon (json_array_get_double_element (point, 0), at.x - box.x, step);
          g_assert_cmpfloat_with_epsilon (json_array_get_double_element (point, 1), at.y - box.y, step);
          g_assert_cmpfloat_with_epsilon (json_array_get_double_element (point, 2), bridge_item_pressure (item, j), 1e-4);
        }
    }
  scribe_clear (&scribe);
}

static void
test_pictures (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32)test_seed ());
  g_autoptr (GBytes) png = NULL;
  g_autoptr (GBytes) svg = NULL;
  Scribe scribe;

  scribe_init (&scribe, 7);
  for (int i = 0; i < 20; i++)
    add_item (&scribe, random);
  png = bridge_export_png (scribe_board (&scribe));
  g_assert_nonnull (png);
  g_assert_true (memcmp (g_bytes_get_data (png, NULL), "\211PNG\r\n\032\n", 8) == 0);
  svg = bridge_export_svg (scribe_board (&scribe));
  g_assert_nonnull (svg);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (svg, NULL), (gssize)g_bytes_get_size (svg), "<svg"));
  scribe_clear (&scribe);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-board/empty", test_empty);
  g_test_add_func ("/json-board/contents", test_contents);
  g_test_add_func ("/json-board/round-trip", test_round_trip);
  g_test_add_func ("/json-board/faithful", test_faithful);
  g_test_add_func ("/json-board/pictures", test_pictures);
  return g_test_run ();
}
