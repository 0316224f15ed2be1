/* Writing in place: letters as edits, a caret that keeps its place, steps of undo, sizes, the end.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/writer-desk.h"

#include "core/doc/compose.h"
#include "core/doc/limits.h"

#include <string.h>

static const BridgeRect NOWHERE = { 40, 40, 0, 0 };
static const BridgeRect NOTE = { 40, 40, 200, 200 };

/* --- cases --- */

static void
test_typing (Desk *desk, gconstpointer data)
{
  BridgeStamp id = make (desk, BRIDGE_KIND_NOTE, NOTE, "");

  g_assert_true (bridge_writer_begin (desk->writer, id));
  g_assert_true (bridge_writer_is_active (desk->writer));
  type (desk, "Grüße 中文");
  press (desk, GDK_KEY_Return, 0);
  type (desk, "zwei");
  check_text (desk, id, "Grüße 中文\nzwei");
  check_caret (desk, 13, 13);
  press (desk, GDK_KEY_BackSpace, GDK_CONTROL_MASK);
  press (desk, GDK_KEY_BackSpace, 0);
  press (desk, GDK_KEY_Home, 0);
  press (desk, GDK_KEY_Delete, 0);
  check_text (desk, id, "rüße 中文");
  press (desk, GDK_KEY_Escape, 0);
  g_assert_cmpuint (desk->n_ended, ==, 1);
  g_assert_false (bridge_writer_press_key (desk->writer, GDK_KEY_Escape, 0));
  g_assert_null (desk->message);
}

/* What is one letter to the eye goes at once. */
static void
test_clusters (Desk *desk, gconstpointer data)
{
  BridgeStamp id = make (desk, BRIDGE_KIND_RECTANGLE, NOTE, "ae\xcc\x81x");

  g_assert_true (bridge_writer_begin (desk->writer, id));
  press (desk, GDK_KEY_Left, 0);
  check_caret (desk, 3, 3);
  press (desk, GDK_KEY_BackSpace, 0);
  check_text (desk, id, "ax");
  check_caret (desk, 1, 1);
}

static void
test_moving (Desk *desk, gconstpointer data)
{
  BridgeStamp id = make (desk, BRIDGE_KIND_TEXT, NOWHERE, "one two\nthree\nfour five");

  g_assert_true (bridge_writer_begin (desk->writer, id));
  check_caret (desk, 23, 23);
  press (desk, GDK_KEY_Left, GDK_CONTROL_MASK);
  check_caret (desk, 19, 19);
  press (desk, GDK_KEY_End, GDK_SHIFT_MASK);
  check_caret (desk, 19, 23);
  press (desk, GDK_KEY_Left, 0);
  check_caret (desk, 19, 19);
  press (desk, GDK_KEY_End, 0);
  press (desk, GDK_KEY_Up, 0);
  check_caret (desk, 13, 13);
  press (desk, GDK_KEY_KP_Down, 0);
  check_caret (desk, 23, 23);
  press (desk, GDK_KEY_Home, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  check_caret (desk, 23, 0);
  type (desk, "x");
  check_text (desk, id, "x");
}

static void
test_caret_survives (Desk *desk, gconstpointer data)
{
  Bob         bob = { .desk = desk, .site = 77 };
  BridgeStamp id = make (desk, BRIDGE_KIND_NOTE, NOTE, "hello world");

  g_assert_true (bridge_writer_begin (desk->writer, id));
  bridge_writer_select (desk->writer, 2, 6);
  write_as_bob (&bob, id, 0, 0, ">> ");
  check_caret (desk, 5, 9);
  write_as_bob (&bob, id, 9, 0, "big ");
  check_caret (desk, 5, 9);
  write_as_bob (&bob, id, 3, 4, "");
  check_text (desk, id, ">> o big world");
  check_caret (desk, 3, 5);
  type (desk, "X");
  check_text (desk, id, ">> Xbig world");
  write_as_bob (&bob, id, 0, 13, "");
  check_caret (desk, 0, 0);
  type (desk, "new");
  check_text (desk, id, "new");
}

static void
test_undo (Desk *desk, gconstpointer data)
{
  BridgeStamp id = make (desk, BRIDGE_KIND_NOTE, NOTE, "");

  g_assert_true (bridge_writer_begin (desk->writer, id));
  type (desk, "one two");
  press (desk, GDK_KEY_BackSpace, 0);
  press (desk, GDK_KEY_BackSpace, 0);
  check_text (desk, id, "one t");
  press (desk, GDK_KEY_z, GDK_CONTROL_MASK);
  check_text (desk, id, "one two");
  check_caret (desk, 7, 7);
  press (desk, GDK_KEY_z, GDK_CONTROL_MASK);
  check_text (desk, id, "one ");
  press (desk, GDK_KEY_Z, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  check_text (desk, id, "one two");
  press (desk, GDK_KEY_z, GDK_CONTROL_MASK);
  press (desk, GDK_KEY_z, GDK_CONTROL_MASK);
  check_text (desk, id, "");
  g_assert_true (bridge_writer_is_active (desk->writer));
  press (desk, GDK_KEY_z, GDK_CONTROL_MASK);
  g_assert_cmpuint (desk->n_ended, ==, 1);
  g_assert_null (desk->message);
}

/* A caret move ends a run, and so does a pause. */
static void
test_runs (Desk *desk, gconstpointer data)
{
  BridgeStamp id = make (desk, BRIDGE_KIND_NOTE, NOTE, "");
  gint64      deadline = g_get_monotonic_time () + DEADLINE * G_TIME_SPAN_SECOND;

  g_assert_true (bridge_writer_begin (desk->writer, id));
  type (desk, "ab");
  press (desk, GDK_KEY_Home, 0);
  press (desk, GDK_KEY_End, 0);
  type (desk, "cd");
  while (desk->writer->run != BRIDGE_WRITER_RUN_NONE && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  type (desk, "ef");
  bridge_writer_end (desk->writer);
  g_assert_true (bridge_session_undo (desk->session));
  check_text (desk, id, "abcd");
  g_assert_true (bridge_session_undo (desk->session));
  check_text (desk, id, "ab");
}

static void
test_empty_text (Desk *desk, gconstpointer data)
{
  BridgeStamp text = make (desk, BRIDGE_KIND_TEXT, NOWHERE, ""), note = make (desk, BRIDGE_KIND_NOTE, NOTE, "");

  g_assert_true (bridge_writer_begin (desk->writer, text));
  g_assert_true (bridge_writer_begin (desk->writer, note));
  g_assert_true (bridge_item_is_deleted (find (desk, text)));
  bridge_writer_end (desk->writer);
  g_assert_false (bridge_item_is_deleted (find (desk, note)));
  g_assert_cmpuint (desk->n_ended, ==, 2);
  g_assert_null (desk->message);
}

/* Emptied and left in one go, it comes back in one go. */
static void
test_emptied_text (Desk *desk, gconstpointer data)
{
  BridgeStamp id = make (desk, BRIDGE_KIND_TEXT, NOWHERE, "gone");

  g_assert_true (bridge_writer_begin (desk->writer, id));
  g_assert_true (bridge_writer_select_all (desk->writer));
  press (desk, GDK_KEY_Delete, 0);
  bridge_writer_end (desk->writer);
  g_assert_true (bridge_item_is_deleted (find (desk, id)));
  g_assert_true (bridge_session_undo (desk->session));
  g_assert_false (bridge_item_is_deleted (find (desk, id)));
  check_text (desk, id, "gone");
}

static BridgePoint
natural_size (Desk *desk, BridgeStamp id, const char *text, double width)
{
  g_autoptr (BridgeTextLayout) layout =
      bridge_text_layout_new (BRIDGE_KIND_TEXT,
                              text,
                              bridge_item_number (find (desk, id), BRIDGE_PROPERTY_FONT_SIZE),
                              width,
                              0);

  return bridge_text_layout_size (layout);
}

static void
test_size (Desk *desk, gconstpointer data)
{
  BridgeStamp id = make (desk, BRIDGE_KIND_TEXT, NOWHERE, "");
  BridgePoint size;
  BridgeRect  box;

  g_assert_true (bridge_writer_begin (desk->writer, id));
  type (desk, "some words in a row");
  size = natural_size (desk, id, "some words in a row", 0);
  box = bridge_item_box (find (desk, id));
  g_assert_cmpfloat (box.width, ==, size.x);
  g_assert_cmpfloat (box.height, ==, size.y);
  bridge_writer_end (desk->writer);

  /* Made narrower by hand, it stays so and wraps. */
  set (desk, id, BRIDGE_PROPERTY_WIDTH, bridge_value_number (100));
  g_assert_true (bridge_writer_begin (desk->writer, id));
  type (desk, ", and more");
  size = natural_size (desk, id, "some words in a row, and more", 100);
  box = bridge_item_box (find (desk, id));
  g_assert_cmpfloat (box.width, ==, 100);
  g_assert_cmpfloat (box.height, ==, size.y);
  g_assert_cmpfloat (box.height, >, natural_size (desk, id, "some", 0).y);

  /* Made much wider meanwhile, likewise. */
  set (desk, id, BRIDGE_PROPERTY_WIDTH, bridge_value_number (2000));
  type (desk, ".");
  g_assert_cmpfloat (bridge_item_box (find (desk, id)).width, ==, 2000);
}

/* A turned text grows from its first letter on. */
static void
test_turned (Desk *desk, gconstpointer data)
{
  BridgeStamp id = make (desk, BRIDGE_KIND_TEXT, NOWHERE, "turn");
  BridgeRect  box;
  BridgePoint before, after;

  set (desk, id, BRIDGE_PROPERTY_ROTATION, bridge_value_number (90));
  box = bridge_item_box (find (desk, id));
  before = bridge_point_rotate ((BridgePoint){ box.x, box.y }, bridge_rect_center (box), 90);
  g_assert_true (bridge_writer_begin (desk->writer, id));
  type (desk, "ed round");
  box = bridge_item_box (find (desk, id));
  after = bridge_point_rotate ((BridgePoint){ box.x, box.y }, bridge_rect_center (box), 90);
  g_assert_cmpfloat_with_epsilon (before.x, after.x, 1e-6);
  g_assert_cmpfloat_with_epsilon (before.y, after.y, 1e-6);

  /* Its letters run downwards now. */
  g_assert_true (bridge_writer_press (desk->writer, (BridgePoint){ after.x - 5, after.y + 0.5 }, 1, FALSE));
  check_caret (desk, 0, 0);
  bridge_writer_drag (desk->writer, (BridgePoint){ after.x - 5, after.y + box.width });
  check_caret (desk, 0, 12);
}

static BridgePoint
place_of (Desk *desk, gsize index)
{
  BridgeRect caret = bridge_text_layout_caret (bridge_writer_layout (desk->writer), index);

  return (BridgePoint){ desk->writer->box.x + caret.x, desk->writer->box.y + caret.y + caret.height / 2 };
}

static void
test_pointer (Desk *desk, gconstpointer data)
{
  BridgeStamp id = make (desk, BRIDGE_KIND_NOTE, NOTE, "one two three");

  g_assert_true (bridge_writer_begin (desk->writer, id));
  g_assert_true (bridge_writer_press (desk->writer, place_of (desk, 5), 1, FALSE));
  check_caret (desk, 5, 5);
  g_assert_true (bridge_writer_press (desk->writer, place_of (desk, 1), 1, TRUE));
  check_caret (desk, 5, 1);
  g_assert_true (bridge_writer_press (desk->writer, place_of (desk, 5), 2, FALSE));
  check_caret (desk, 4, 7);
  bridge_writer_drag (desk->writer, place_of (desk, 10));
  check_caret (desk, 4, 13);
  bridge_writer_drag (desk->writer, place_of (desk, 1));
  check_caret (desk, 7, 0);
  g_assert_true (bridge_writer_press (desk->writer, place_of (desk, 7), 2, FALSE));
  check_caret (desk, 4, 7);
  g_assert_true (bridge_writer_press (desk->writer, place_of (desk, 5), 3, FALSE));
  check_caret (desk, 0, 13);
  g_assert_false (bridge_writer_press (desk->writer, (BridgePoint){ 500, 300 }, 1, FALSE));
  g_assert_false (bridge_writer_is_active (desk->writer));
  g_assert_false (bridge_writer_press (desk->writer, (BridgePoint){ 50, 50 }, 1, FALSE));
}

static void
test_refused (Desk *desk, gconstpointer data)
{
  const double   coordinates[] = { 0, 0, 10, 0 };
  BridgeStamp    note = make (desk, BRIDGE_KIND_NOTE, NOTE, "a");
  BridgeEdit     edit;
  BridgeInkPoint points[] = { { coordinates[0], coordinates[1], 1 }, { coordinates[2], coordinates[3], 1 } };
  BridgeStamp    line;

  bridge_guest_begin (desk->guest, &edit);
  line = bridge_compose_ink (&edit, bridge_session_get_board (desk->session), BRIDGE_KIND_LINE, 3, points, 2);
  commit (desk, &edit);
  g_assert_false (bridge_writer_begin (desk->writer, line));
  g_assert_false (bridge_writer_begin (desk->writer, BRIDGE_STAMP_NONE));
  set (desk, note, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (true));
  g_assert_false (bridge_writer_begin (desk->writer, note));
  g_assert_cmpuint (desk->n_ended, ==, 0);
}

/* Deleted or locked by somebody else while one writes. */
static void
test_taken_away (Desk *desk, gconstpointer data)
{
  static const guint32 properties[] = { BRIDGE_PROPERTY_DELETED, BRIDGE_PROPERTY_LOCKED };

  for (gsize i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      BridgeStamp id = make (desk, BRIDGE_KIND_TEXT, NOWHERE, "mine");

      g_assert_true (bridge_writer_begin (desk->writer, id));
      type (desk, "x");
      set (desk, id, properties[i], bridge_value_boolean (true));
      g_assert_cmpuint (desk->n_ended, ==, i + 1);
      g_assert_nonnull (desk->message);
      g_clear_pointer (&desk->message, g_free);
      check_text (desk, id, "minex");
    }
}

static void
wait_for_paste (Desk *desk)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE * G_TIME_SPAN_SECOND;

  while (desk->writer->pasting != NULL && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (desk->writer->pasting);
}

static void
test_clipboard (Desk *desk, gconstpointer data)
{
  BridgeStamp id = make (desk, BRIDGE_KIND_NOTE, NOTE, "cut me");

  g_assert_false (bridge_writer_copy (desk->writer));
  g_assert_false (bridge_writer_paste (desk->writer));
  g_assert_true (bridge_writer_begin (desk->writer, id));
  bridge_writer_select (desk->writer, 0, 4);
  press (desk, GDK_KEY_x, GDK_CONTROL_MASK);
  check_text (desk, id, "me");
  press (desk, GDK_KEY_End, 0);
  press (desk, GDK_KEY_v, GDK_CONTROL_MASK);
  wait_for_paste (desk);
  check_text (desk, id, "mecut ");
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (desk->page)), "a\r\nb\rc\x01\td");
  press (desk, GDK_KEY_a, GDK_CONTROL_MASK);
  g_assert_true (bridge_writer_paste (desk->writer));
  wait_for_paste (desk);
  check_text (desk, id, "a\nb\nc\td");
  g_assert_null (desk->message);
}

/* As much as the item may hold, and words about the rest. */
static void
test_too_long (Desk *desk, gconstpointer data)
{
  BridgeStamp      id = make (desk, BRIDGE_KIND_RECTANGLE, NOTE, "");
  g_autofree char *text = g_strnfill (BRIDGE_TEXT_NODES_MAX + 1, 'x');

  for (gsize i = 40; i < BRIDGE_TEXT_NODES_MAX; i += 40)
    text[i] = '\n';
  g_assert_true (bridge_writer_begin (desk->writer, id));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (desk->page)), text);
  g_assert_true (bridge_writer_paste (desk->writer));
  wait_for_paste (desk);
  g_assert_cmpuint (bridge_text_length (find (desk, id)->text), ==, BRIDGE_TEXT_NODES_MAX);
  g_assert_nonnull (desk->message);
  g_clear_pointer (&desk->message, g_free);
  type (desk, "y");
  g_assert_nonnull (desk->message);
  g_assert_cmpuint (bridge_text_length (find (desk, id)->text), ==, BRIDGE_TEXT_NODES_MAX);
  g_assert_true (bridge_writer_is_active (desk->writer));
}

/* Shows each kind, turned, selected and with a composition; the frame that follows has it. */
static void
test_shown (Desk *desk, gconstpointer data)
{
  static const guint32 kinds[] = { BRIDGE_KIND_TEXT, BRIDGE_KIND_NOTE, BRIDGE_KIND_RECTANGLE, BRIDGE_KIND_ELLIPSE, BRIDGE_KIND_DIAMOND };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      BridgeStamp id = make (desk, kinds[i], NOTE, "one\ntwo");
      guint       before = desk->page->n_shown;
      gint64      deadline = g_get_monotonic_time () + DEADLINE * G_TIME_SPAN_SECOND;

      set (desk, id, BRIDGE_PROPERTY_ROTATION, bridge_value_number (30));
      g_assert_true (bridge_writer_begin (desk->writer, id));
      g_assert_true (bridge_writer_select_all (desk->writer));
      while (desk->page->n_shown == before && g_get_monotonic_time () < deadline)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (desk->page->n_shown, >, before);
    }
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Desk *desk, gconstpointer data);
  } cases[] = {
    { "/writer/typing", test_typing },
    { "/writer/clusters", test_clusters },
    { "/writer/moving", test_moving },
    { "/writer/caret-survives", test_caret_survives },
    { "/writer/undo", test_undo },
    { "/writer/runs", test_runs },
    { "/writer/empty-text", test_empty_text },
    { "/writer/emptied-text", test_emptied_text },
    { "/writer/size", test_size },
    { "/writer/turned", test_turned },
    { "/writer/pointer", test_pointer },
    { "/writer/refused", test_refused },
    { "/writer/taken-away", test_taken_away },
    { "/writer/clipboard", test_clipboard },
    { "/writer/too-long", test_too_long },
    { "/writer/shown", test_shown },
  };

  gtk_test_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, Desk, NULL, desk_set_up, cases[i].run, desk_tear_down);
  return g_test_run ();
}
